// Organisations: who may see and act for whom, and who decides that.

import { expect, newAddress, signIn, test } from '../helpers/fyr';
import { linkIn, mailTo, sayLittle } from '../helpers/mail';
import { people } from '../helpers/people';
import { sayIn } from '../helpers/texts';
import { file, fillIn, send, sendButton } from '../helpers/tickets';

/** A day from now, as fields for dates take it. */
function day(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
}

test('a participant lets a counsellor in by a code, sees it, and ends it', async ({ page, someone, say, javaScriptEnabled: js = true }) => {
  const own = js ? people.erik : people.amina;
  await signIn(page, people.maja);
  await page.goto('/participants');
  await page.getByRole('link', { name: say('people-invite') }).click();
  await page.getByLabel(say('relation-scope')).selectOption('see');
  const purpose = `Uppföljning ${Date.now()}`;
  await page.getByLabel(`${say('relation-purpose')} (${say('optional')})`).fill(purpose);
  await page.getByRole('button', { name: say('code-make') }).click();
  const code = await page.locator('.code').first().innerText();
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);

  const participant = await someone(own);
  await participant.goto('/account');
  await participant.getByRole('link', { name: say('access-link') }).click();
  await participant.getByLabel(say('access-code'), { exact: true }).fill(code.toLowerCase());
  await participant.getByRole('button', { name: say('access-code-look') }).click();
  await expect(participant.getByRole('heading', { level: 1 })).toHaveText(say('access-agree-title', { name: people.maja.name }));
  await expect(participant.getByText(purpose)).toBeVisible();
  await participant.getByRole('button', { name: say('access-agree') }).click();
  await expect(participant.getByRole('status')).toHaveText(say('access-done-let-in'));
  const card = participant.getByRole('listitem').filter({ hasText: people.maja.name });
  await expect(card).toContainText(say('access-see'));
  await mailTo(people.maja.email, say('mail-began-counsellor', { name: people.maja.name, other: own.name }));

  await page.goto('/participants');
  await page.getByRole('link', { name: own.name, exact: true }).click();
  await expect(page.getByText(say('relation-only-see-text'))).toBeVisible();
  const theirs = page.url();

  await card.locator('summary').filter({ hasText: say('access-end') }).click();
  await card.getByRole('button', { name: say('access-end-yes') }).click();
  await expect(participant.getByRole('status')).toHaveText(say('access-done-ended'));
  await page.goto(theirs);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('error-not-found-title'));
});

test('a colleague stands in, writes for the participant, and takes over', async ({ page, someone, say, javaScriptEnabled: js = true }) => {
  const theirs = js ? people.leo : people.nour;
  await signIn(page, people.oskar);
  const handOver = async (how: 'hand-over-while' | 'hand-over-good') => {
    await page.goto('/participants/hand-over');
    await page.getByLabel(say('hand-over-to')).selectOption({ label: people.maja.name });
    await page.getByRole('radio', { name: new RegExp(`^${say(how)}`) }).check();
    if (how === 'hand-over-while') await page.getByLabel(say('hand-over-until'), { exact: true }).fill(day(2));
    await page.getByRole('checkbox', { name: theirs.name }).check();
    await page.getByRole('button', { name: say('hand-over-button') }).click();
    await expect(page.getByRole('status')).toContainText(people.maja.name);
  };
  await handOver('hand-over-while');
  await mailTo(theirs.email, say('mail-stand-in', { name: theirs.name, other: people.maja.name, from: people.oskar.name }));

  const maja = await someone(people.maja);
  await maja.goto('/participants');
  const row = maja.getByRole('row').filter({ hasText: theirs.name });
  await expect(row).toContainText(say('relation-stands-in', { name: people.oskar.name }));
  await row.getByRole('link', { name: say('people-write', { name: theirs.name }) }).click();
  await expect(maja.getByText(say('new-behalf', { name: theirs.name }))).toBeVisible();
  await expect(sendButton(maja, say, js)).toBeVisible();
  const subject = `Praktikplats ${Date.now()}`;
  await fillIn(maja, say, { topic: 'plan-or-meeting', subject, description: 'Kan ni ordna en tid?' });
  const reference = await send(maja, say, js);
  await mailTo(theirs.email, reference);

  await page.goto('/participants/tickets');
  await page.getByLabel(say('desk-search')).fill(subject);
  await page.getByRole('button', { name: say('show'), exact: true }).click();
  await page.getByRole('checkbox', { name: say('bulk-tick', { subject }) }).check();
  await page.getByText(say('bulk-do')).click();
  await page.getByLabel(`${say('bulk-body')} (${say('optional')})`).fill('Vi ses på torsdag.');
  await page.getByRole('button', { name: say('bulk-reply') }).click();
  await expect(page.getByRole('status')).toContainText(say('bulk-replied', { count: 1 }));

  await handOver('hand-over-good');
  await page.goto('/participants');
  await expect(page.getByRole('link', { name: theirs.name, exact: true })).toHaveCount(0);
  const participant = await someone(theirs);
  await participant.goto('/account/access');
  await expect(participant.getByRole('listitem').filter({ hasText: people.maja.name })).toBeVisible();
  await expect(participant.getByRole('listitem').filter({ hasText: people.oskar.name })).toHaveCount(0);
});

test('a colleague reads what the company shares until it is kept private', async ({ page, someone, javaScriptEnabled: js = true }) => {
  const say = sayIn('en');
  await signIn(page, people.david);
  const subject = `The printer ${Date.now()}`;
  await file(page, say, js, { topic: 'something-else', subject, description: 'It eats paper.' });
  const emma = await someone(people.emma);
  await emma.goto('/tickets');
  await emma.getByRole('link', { name: say('colleagues-title'), exact: true }).click();
  const card = emma.getByRole('listitem').filter({ hasText: subject });
  await expect(card).toContainText(people.david.name);
  await card.getByRole('link', { name: subject }).click();
  await expect(emma.getByText(say('private-reads'))).toBeVisible();
  await expect(emma.getByRole('button', { name: say('answer-send') })).toHaveCount(0);

  await page.getByRole('button', { name: say('private-keep') }).click();
  await expect(page.getByText(say('private-on'))).toBeVisible();
  await emma.reload();
  await expect(emma.getByRole('heading', { level: 1 })).toHaveText(say('error-not-found-title'));
});

test('an organisation asks someone to join, who does', async ({ page, someone, say }) => {
  await signIn(page, people.helena);
  await page.getByRole('navigation', { name: say('nav-label') }).getByRole('link', { name: say('nav-people') }).click();
  await expect(page.getByRole('table', { name: say('nav-people') })).not.toContainText(people.david.name);
  await page.getByRole('link', { name: say('people-tab-invitations') }).click();
  const email = newAddress();
  await page.getByLabel(say('field-email'), { exact: true }).fill(email);
  await page.getByLabel(say('people-role'), { exact: true }).selectOption('counsellor');
  await page.getByLabel(say('people-place'), { exact: true }).selectOption({ index: 1 });
  await page.getByRole('button', { name: say('invite-send') }).click();
  await expect(page.getByRole('status')).toHaveText(say('people-done-invited'));
  await expect(page.getByRole('listitem').filter({ hasText: email })).toBeVisible();
  const link = linkIn(await mailTo(email, sayLittle(say)), '/invitation');

  const newcomer = await someone();
  await newcomer.goto(link);
  await newcomer.getByLabel(say('new-name')).fill('Nina Ny');
  await newcomer.getByLabel(say('password-new')).fill('gravid uggla under lampan');
  await newcomer.getByRole('button', { name: say('invitation-accept') }).click();
  await newcomer.goto('/participants');
  await expect(newcomer.getByRole('heading', { level: 1 })).toHaveText(say('nav-participants'));
  await newcomer.goto(link);
  await expect(newcomer.getByRole('heading', { level: 1 })).toHaveText(say('invitation-expired-title'));
});
