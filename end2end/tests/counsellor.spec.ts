// A counsellor sees and acts for their own people, and only those.

import { expect, signIn, test } from '../helpers/fyr';
import { mailTo } from '../helpers/mail';
import { people } from '../helpers/people';
import { sayIn } from '../helpers/texts';
import { fillIn, send, sendButton } from '../helpers/tickets';

test('a counsellor writes for a participant, who sees it', async ({ page, someone, say, javaScriptEnabled: js = true }) => {
  await signIn(page, people.karin);
  await page.getByRole('navigation', { name: say('nav-label') }).getByRole('link', { name: say('nav-participants') }).click();
  const table = page.getByRole('table', { name: say('nav-participants') });
  await expect(table.getByRole('rowheader')).toContainText([people.amina.name, people.erik.name]);

  await table.getByRole('link', { name: people.amina.name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(people.amina.name);
  await expect(page.getByRole('heading', { name: 'BankID fungerar inte på min nya telefon' })).toBeVisible();
  await page.getByRole('link', { name: say('people-write', { name: people.amina.name }) }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('new-title-for', { name: people.amina.name }));
  await expect(page.getByText(say('new-behalf', { name: people.amina.name }))).toBeVisible();
  await expect(sendButton(page, say, js)).toBeVisible();
  const subject = `Boka möte på torsdag ${Date.now()}`;
  await fillIn(page, say, { topic: 'plan-or-meeting', subject, description: 'Amina behöver en tid med tolk.' });
  const reference = await send(page, say, js);
  await expect(page.getByRole('complementary')).toContainText(people.karin.name);
  const mail = await mailTo(people.amina.email, reference);
  expect(mail.text).toContain(say('mail-filed-for-you', { name: people.amina.name, by: people.karin.name }));

  const amina = await someone(people.amina);
  await amina.goto('/tickets');
  await amina.getByRole('link', { name: subject }).click();
  await expect(amina.getByText('Amina behöver en tid med tolk.')).toBeVisible();
  await expect(amina.getByRole('complementary')).toContainText(people.karin.name);

  const other = await someone(people.ingrid);
  await other.goto(`/tickets/${reference}`);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(sayIn('nb')('error-not-found-title'));
});

test('the people of another counsellor do not exist', async ({ page, someone, say }) => {
  const ingrid = await someone(people.ingrid);
  await ingrid.goto('/participants');
  const theirs = await ingrid.getByRole('link', { name: people.lars.name, exact: true }).getAttribute('href');
  expect(theirs).toMatch(/^\/participants\/[0-9a-f-]{36}$/);
  await signIn(page, people.karin);
  for (const path of [theirs!, `/tickets/new?participant=${theirs!.split('/').at(-1)}`, '/participants/someone', '/desk', '/desk/status']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('error-not-found-title'));
    await expect(page.locator('body')).not.toContainText(people.lars.name);
  }
});
