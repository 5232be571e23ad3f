// Someone without an account finds nothing, writes to us, and follows the ticket to its end.

import { expect, newAddress, test } from '../helpers/fyr';
import { linkIn, mailsTo, mailTo, sayLittle } from '../helpers/mail';
import { people } from '../helpers/people';
import { languages, type Lang } from '../helpers/texts';
import { file, fileField, files, fillIn, openOnDesk, send, sendButton } from '../helpers/tickets';

const description = 'Jag bytte dator i går.\n\nNu är skärmen grön och sidan svarar inte.';

test('a guest files a ticket, follows it and rates the help', async ({ page, someone, say, like, javaScriptEnabled: js = true }) => {
  const [address, subject] = [newAddress(), `Kvasten flyger inte ${Date.now()}`];
  let reference = '';

  await test.step('a search without hits leads to the form with the words filled in', async () => {
    await page.goto(`/search?q=${encodeURIComponent('xyzzyqqq vbnmhjkl')}`);
    await page.getByRole('main').getByRole('link', { name: say('search-none-ask'), exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('new-title'));
    await expect(page.getByLabel(say('ticket-subject'), { exact: true })).toHaveValue('xyzzyqqq vbnmhjkl');
    await expect(page.getByText(like('new-promise'))).toBeVisible();
  });

  await test.step('what is wrong is said at the top and at each field, and nothing typed is lost', async () => {
    await expect(sendButton(page, say, js)).toBeVisible();
    await fillIn(page, say, { subject, name: 'Gun Gäst', email: 'gun(at)example' });
    await fileField(page, say).setInputFiles(files.text);
    await sendButton(page, say, js).click();
    const summary = page.getByRole('alert', { name: say('errors-title') });
    await expect(summary.getByRole('link')).toHaveText([
      say('problem-required-topic'),
      say('problem-required-text'),
      say('problem-not-an-email'),
    ]);
    await summary.getByRole('link', { name: say('problem-required-topic') }).click();
    await expect(page.getByLabel(say('ticket-topic'))).toBeFocused();
    await summary.getByRole('link', { name: say('problem-not-an-email') }).click();
    const email = page.getByLabel(say('field-email'));
    await expect(email).toBeFocused();
    await expect(email).toHaveAccessibleDescription(new RegExp(say('problem-not-an-email')));
    await expect(email).toHaveValue('gun(at)example');
    await expect(page.getByLabel(say('ticket-subject'), { exact: true })).toHaveValue(subject);
    await expect(page.getByLabel(say('new-name'))).toHaveValue('Gun Gäst');
    await expect(page.getByRole('listitem').filter({ hasText: files.text.name })).toHaveCount(1);
  });

  await test.step('sent, it is confirmed with reference, promise and address', async () => {
    await expect(sendButton(page, say, js)).toBeVisible();
    await fillIn(page, say, { topic: 'technical-problem', description, email: address });
    const effect = page.getByLabel(say('new-urgent-effect'));
    await expect(effect).toBeHidden();
    await page.getByLabel(say('new-urgent')).selectOption(say('urgent-cause-deadline'));
    await effect.fill('Jag missar sista dagen.');
    reference = await send(page, say, js);
    expect(reference).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{4}$/);
    const confirmation = page.getByRole('status').filter({ hasText: say('filed-title') });
    await expect(confirmation).toContainText(like('next-promise'));
    await expect(confirmation).toContainText(say('filed-mail', { email: address }));
    await expect(page.getByRole('link', { name: files.text.name })).toBeVisible();
  });

  const reader = await someone();
  await test.step('the mail opens the ticket in another browser, and the link leaves the address', async () => {
    const mail = await mailTo(address, reference);
    expect(mail.subject).toContain(reference);
    expect(mail.text.replace(/\s+/g, ' ')).toContain(sayLittle(say));
    expect(mail.text).not.toContain('Gun Gäst');
    await reader.goto(linkIn(mail, '/tickets/'));
    await expect(reader.getByRole('heading', { level: 1 })).toHaveText(subject);
    expect(new URL(reader.url()).search).toBe('');
    await expect(reader.getByText('Nu är skärmen grön')).toBeVisible();
  });

  await test.step('an answer with a file is shown, and the file can be fetched', async () => {
    await reader.getByLabel(say('answer-body')).fill('Här är en bild på skärmen.');
    await fileField(reader, say).setInputFiles(files.picture);
    await reader.getByRole('button', { name: say('answer-send') }).click();
    await expect(reader.getByRole('list', { name: say('thread-label') })).toContainText('Här är en bild på skärmen.');
    const download = reader.waitForEvent('download');
    await reader.getByRole('link', { name: files.picture.name }).click();
    expect((await download).suggestedFilename()).toBe(files.picture.name);
  });

  const agent = await someone(people.jonas);
  const thread = reader.getByRole('list', { name: say('thread-label') });
  await test.step('support sees it, keeps a note to itself and answers', async () => {
    if (js) await expect(reader.getByText(say('live-on'))).toBeVisible();
    await openOnDesk(agent, say, reference);
    await expect(agent.getByText('Här är en bild på skärmen.')).toBeVisible();
    await agent.getByRole('button', { name: say('desk-claim') }).click();
    await agent.getByLabel(say('desk-note-body')).fill('Kvasten är av en modell som vi inte längre säljer.');
    await agent.getByRole('button', { name: say('desk-note-send') }).click();
    await expect(agent.getByRole('list', { name: say('thread-label') })).toContainText('som vi inte längre säljer');
    await agent.getByLabel(say('desk-reply-body'), { exact: true }).fill('Starta om datorn.\n\nHjälpte det?');
    await agent.getByLabel(say('desk-then')).selectOption({ label: say('desk-then-waiting-for-requester') });
    await agent.getByRole('button', { name: say('desk-reply-send') }).click();
    await expect(agent.getByRole('list', { name: say('thread-label') })).toContainText('Hjälpte det?');
  });

  await test.step('the answer reaches the open page and the mailbox, the note does not', async () => {
    if (js) {
      await expect(reader.getByText(say('live-news'))).toBeVisible();
      await expect(thread).toContainText('Hjälpte det?');
      await expect(reader.getByText(say('next-waiting-for-requester'))).toBeVisible();
      await expect(reader.locator('#ticket-state')).toHaveText(say('status-waiting-for-requester'));
      await expect(reader.getByRole('link', { name: say('live-reload') })).toHaveCount(0);
      await expect(thread).not.toContainText('som vi inte längre säljer');
    }
    await reader.reload();
    await expect(thread).toContainText('Hjälpte det?');
    await expect(thread.getByRole('listitem').filter({ hasText: 'Hjälpte det?' })).toHaveCount(1);
    await expect(reader.locator('body')).not.toContainText('som vi inte längre säljer');
    await expect(reader.getByText(say('next-waiting-for-requester'))).toBeVisible();
    const mail = await mailTo(address, 'Hjälpte det?');
    expect(mail.text).not.toContain('som vi inte längre säljer');
    expect(linkIn(mail, '/tickets/')).toContain('token=');
  });

  await test.step('closed by the guest, it asks how the help was', async () => {
    await reader.getByRole('button', { name: say('ticket-close') }).click();
    await expect(reader.getByText(say('next-closed'))).toBeVisible();
    // the agent's page still has the buttons of before
    if (js) await expect(agent.getByRole('link', { name: say('live-reload') })).toBeVisible();
    await reader.getByRole('button', { name: say('survey-send') }).click();
    await expect(reader.getByRole('alert', { name: say('errors-title') })).toBeVisible();
    await reader.getByRole('radio', { name: `4 ${say('score-4')}`, exact: true }).check();
    await reader.getByLabel(say('survey-comment')).fill('Snabbt och vänligt.');
    await reader.getByRole('button', { name: say('survey-send') }).click();
    await expect(reader.getByText(say('survey-thanks'))).toBeVisible();
    await expect(reader.getByRole('radio', { name: `4 ${say('score-4')}`, exact: true })).toBeChecked();
    await agent.reload();
    await expect(agent.getByText('Snabbt och vänligt.')).toBeVisible();
  });

  await test.step('opened again, support works on it once more', async () => {
    await reader.getByRole('button', { name: say('ticket-reopen') }).click();
    await expect(reader.getByText(like('next-promise'))).toBeVisible();
    await expect(reader.getByRole('button', { name: say('ticket-reopen') })).toHaveCount(0);
  });
});

for (const lang of languages.filter((lang): lang is Lang => lang !== 'sv')) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang });

    test('a guest files a ticket and gets mail in their language', async ({ page, say, javaScriptEnabled: js = true }) => {
      const email = newAddress();
      const ticket = { topic: 'sign-in', subject: 'Æsj, BankID', description: 'Å nei!', name: 'Åse Ødegård', email };
      const reference = await file(page, say, js, ticket);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(ticket.subject);
      const mail = await mailTo(email, reference);
      expect(mail.text.replace(/\s+/g, ' ')).toContain(sayLittle(say));
      expect(mail.text).not.toContain(ticket.name);
      expect(mail.text).toContain(say('mail-open'));
    });
  });
}

test('a guest who lost the mail gets new links, and nobody learns whose address is known', async ({ page, someone, say, javaScriptEnabled: js = true }) => {
  const email = newAddress();
  const subject = 'Var är mitt mejl?';
  await file(page, say, js, { topic: 'something-else', subject, description: 'Jag hittar det inte.', name: 'Gun Gäst', email });
  const reader = await someone();
  const ask = async (address: string) => {
    await reader.goto('/tickets/link');
    await reader.getByLabel(say('field-email')).fill(address);
    await reader.getByRole('button', { name: say('link-send') }).click();
    await expect(reader.getByRole('heading', { level: 1 })).toHaveText(say('link-sent-title'));
    return (await reader.getByRole('main').innerText()).replace(address, '');
  };
  expect(await ask(email)).toBe(await ask(newAddress()));
  await expect.poll(() => mailsTo(email, sayLittle(say)).length, { timeout: 20_000 }).toBe(2);
  await reader.goto(linkIn(mailsTo(email, sayLittle(say))[1]!, '/tickets/'));
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText(subject);
});

test('a guest stops the mail about changes and still gets answers', async ({ page, someone, say, javaScriptEnabled: js = true }) => {
  const [email, name] = [newAddress(), 'Gun Gäst'];
  const reference = await file(page, say, js, { topic: 'sign-in', subject: 'Färre mejl', description: 'Tack.', name, email });
  const agent = await someone(people.jonas);
  await openOnDesk(agent, say, reference);
  const change = async (status: string) => {
    const form = agent.getByRole('region', { name: say('desk-change') });
    await form.getByLabel(say('desk-status'), { exact: true }).selectOption(status);
    await form.getByRole('button', { name: say('desk-change-save') }).click();
    await expect(agent.getByRole('list', { name: say('thread-label') }).getByText(say(`desk-status-${status}`.replaceAll('_', '-')))).toHaveCount(1);
  };
  await change('on_hold');
  const mail = await mailTo(email, say('mail-unsubscribe'));
  await page.goto(linkIn(mail, '/mail/unsubscribe'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('unsubscribe-title'));
  await page.getByRole('button', { name: say('unsubscribe-button') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('unsubscribed-title'));

  await change('open');
  await agent.getByLabel(say('desk-reply-body'), { exact: true }).fill('Nu är det klart.');
  await agent.getByRole('button', { name: say('desk-reply-send') }).click();
  // the ticket, its change, and the answer; not the second change
  await expect.poll(() => mailsTo(email, sayLittle(say)).length, { timeout: 20_000 }).toBe(3);
  expect(mailsTo(email, say('mail-unsubscribe'))).toHaveLength(1);
});

test('a guest who mistyped their address corrects it, and the first mail opens nothing any more', async ({ page, someone, say, javaScriptEnabled: js = true }) => {
  const [wrong, right] = [newAddress(), newAddress()];
  const ticket = { topic: 'sign-in', subject: 'Bara till mig', description: 'Hemligt.', name: 'Gun Gäst', email: wrong };
  const reference = await file(page, say, js, ticket);
  const misdirected = linkIn(await mailTo(wrong, reference), '/tickets/');
  await page.getByText(say('address-wrong'), { exact: true }).click();
  await page.getByLabel(say('address-right')).fill(right);
  await page.getByRole('button', { name: say('address-save') }).click();
  await expect(page.getByText(say('notice-address-corrected'))).toBeVisible();

  const reader = await someone();
  await reader.goto(linkIn(await mailTo(right, reference), '/tickets/'));
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText(ticket.subject);
  const stranger = await someone();
  await stranger.goto(misdirected);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText(say('link-expired-title'));
  await expect(stranger.locator('body')).not.toContainText(ticket.subject);
});

test('without its link a ticket does not exist', async ({ page, someone, say, javaScriptEnabled: js = true }) => {
  const ticket = { topic: 'sign-in', subject: 'Bara för mig', description: 'Hemligt.', name: 'Gun Gäst', email: newAddress() };
  const reference = await file(page, say, js, ticket);
  const stranger = await someone();
  for (const path of [`/tickets/${reference}`, `/desk/tickets/${reference}`]) {
    await stranger.goto(path);
    await expect(stranger.locator('body')).not.toContainText(ticket.subject);
    await expect(stranger.getByRole('heading', { level: 1 })).toHaveText(new RegExp(`${say('error-not-found-title')}|${say('sign-in-title')}`));
  }
  await stranger.goto(`/tickets/${reference}?token=wrong`);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText(say('link-expired-title'));
});
