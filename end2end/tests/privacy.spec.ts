// What people may have done with data about them: a file with all of it, the removal of their account, and personal identity
// numbers that are said before they are sent and taken out afterwards.

import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, newAddress, signIn, test } from '../helpers/fyr';
import { people } from '../helpers/people';
import { sayIn } from '../helpers/texts';
import { file, fileField, files, fillIn, openOnDesk, sendButton } from '../helpers/tickets';

/** A number that is right by its check figure, and nobody's: the tax agency's own example. */
const number = '811228-9874';

/** What an answer of the portal saved, as the browser names it and as bytes. */
async function download(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [saved] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
}

test('everything about oneself comes as one file', async ({ page }) => {
  const say = sayIn(people.sofie.lang);
  await signIn(page, people.sofie);
  await page.goto('/account');
  await page.getByRole('link', { name: say('data-open') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('data-title'));
  const { name, bytes } = await download(page, () => page.getByRole('button', { name: say('data-download'), exact: true }).click());
  expect(name).toMatch(/^fyr-\d{4}-\d\d-\d\d\.zip$/);
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  expect(bytes.includes('data.json') && bytes.includes(say('own-file-page'))).toBe(true);
});

test('asking for the account to be removed takes a tick, and can be taken back', async ({ page, javaScriptEnabled: js = true }) => {
  // one person for each way, because both ask at the same time
  const who = js ? people.ingrid : people.petter;
  const say = sayIn(who.lang);
  await signIn(page, who);
  await page.goto('/account/data');
  const ask = page.getByRole('button', { name: say('delete-ask') });
  await ask.click();
  await expect(page.getByRole('alert', { name: say('errors-title') })).toContainText(say('problem-required-sure'));
  await page.getByRole('checkbox', { name: say('delete-sure') }).check();
  await ask.click();
  await expect(page.getByRole('status').filter({ hasText: say('notice-deletion-requested') })).toBeVisible();
  await page.getByRole('button', { name: say('delete-withdraw') }).click();
  await expect(ask).toBeVisible();
});

test('a personal identity number is said and never stops anyone; support takes it out of the ticket', async ({
  page,
  someone,
  say,
  javaScriptEnabled: js = true,
}) => {
  await page.goto('/tickets/new');
  await expect(sendButton(page, say, js)).toBeVisible();
  const ticket = {
    topic: 'sign-in',
    subject: 'Mitt personnummer',
    description: `Jag heter Gun och har ${number}.`,
    name: 'Gun Gäst',
    email: newAddress(),
  };
  await fillIn(page, say, ticket);
  if (js) {
    await expect(page.getByText(say('number-typing'))).toHaveCount(1);
    await page.getByLabel(say('new-description')).fill('Jag heter Gun.');
    await expect(page.getByText(say('number-typing'))).toHaveCount(0);
    await page.getByLabel(say('new-description')).fill(ticket.description);
  }
  await fileField(page, say).setInputFiles(files.text);
  if (js) await expect(page.getByText(say('upload-ready'))).toBeVisible();
  await sendButton(page, say, js).click();
  if (!js) {
    await expect(page.getByText(say('number-check'))).toBeVisible();
    await page.getByRole('button', { name: say('new-send'), exact: true }).click();
  }
  await expect(page.getByText(say('number-sent'))).toBeVisible();
  const reference = (await page.locator('.ds-alert .reference').first().innerText()).trim();
  await expect(page.getByText(number)).toBeVisible();

  const agent = await someone(people.jonas);
  await openOnDesk(agent, say, reference);
  await agent.getByRole('link', { name: say('redact-found-link') }).click();
  await expect(agent.getByRole('checkbox', { name: new RegExp(number) })).toBeChecked();
  await agent.getByRole('checkbox', { name: new RegExp(files.text.name) }).check();
  await agent.getByLabel(say('redact-text')).fill('heter gun');
  await agent.getByRole('button', { name: say('redact-go-on'), exact: true }).click();
  await expect(agent.getByRole('heading', { level: 1 })).toHaveText(say('redact-check-title'));
  await expect(agent.getByText(say('redact-sent'))).toBeVisible();
  await agent.getByRole('button', { name: say('redact-do') }).click();
  await expect(agent.getByText(say('redact-note', { places: 2, files: 1 }))).toBeVisible();
  await expect(agent.getByText(number)).toHaveCount(0);

  // the page that is open follows by itself; without JavaScript it does when it is loaded again
  if (!js) await page.goto(`/tickets/${reference}`);
  await expect(page.getByText('Jag ▇▇▇ och har ▇▇▇.')).toBeVisible();
  await expect(page.getByText(number)).toHaveCount(0);
  await expect(page.getByRole('link', { name: files.text.name })).toHaveCount(0);
});

test('who opened a ticket is in the log, which is read by those who run the portal and taken as a file', async ({ page, someone, say }) => {
  const js = test.info().project.use.javaScriptEnabled ?? true;
  const reference = await file(page, say, js, {
    topic: 'sign-in',
    subject: 'Vem har läst det här?',
    description: 'Hej',
    name: 'Gun Gäst',
    email: newAddress(),
  });
  const agent = await someone(people.jonas);
  await openOnDesk(agent, say, reference);
  const admin = await someone(people.astrid);
  const speak = sayIn(people.astrid.lang);
  await admin.goto('/desk');
  await admin.getByRole('link', { name: speak('audit-title') }).click();
  await admin.getByLabel(speak('audit-target')).fill(reference);
  await admin.getByRole('button', { name: speak('show'), exact: true }).click();
  const row = admin.getByRole('row').filter({ hasText: speak('audit-do-ticket-opened') });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(people.jonas.name);
  await expect(row).toContainText(reference);
  const { name, bytes } = await download(admin, () => admin.getByRole('button', { name: speak('audit-export') }).click());
  expect(name).toMatch(/^fyr-audit-.*\.csv$/);
  expect(bytes.toString()).toContain(reference);
  await admin.getByRole('link', { name: speak('retention-title') }).click();
  await expect(admin.getByRole('rowheader', { name: speak('retention-kind-drafts') })).toBeVisible();
});
