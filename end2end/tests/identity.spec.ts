// Someone signs in with a provider that knows them (end2end/provider, a real one), and out of both.

import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../helpers/fyr';
import { mailTo } from '../helpers/mail';
import { people } from '../helpers/people';
import { sayIn, type Say } from '../helpers/texts';

const name = 'Kommunkonto';
let count = 0;
/** Someone the provider knows and the portal does not. */
const stranger = () => `kim-${process.pid}-${Date.now()}-${(count += 1)}`;

/** At the provider: says who they are. */
async function there(page: Page, who: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who are you?');
  await page.getByLabel('Name').fill(who);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const button = (page: Page, say: Say, key: string) => page.getByRole('main').getByRole('button', { name: say(key, { name }), exact: true });

test('someone signs in with a provider, comes back to where they were, and signs out of both', async ({ page, say }) => {
  await page.goto('/tickets?show=open');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('sign-in-title'));
  await button(page, say, 'identity-sign-in-with').click();
  await there(page, stranger());
  await expect(page).toHaveURL(/\/tickets\?show=open$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('nav-tickets'));

  await page.getByRole('button', { name: say('sign-out') }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page).toHaveURL((url) => url.origin === process.env.FYR_JOURNEYS_URL && url.pathname === '/');
  await expect(page.getByRole('banner').getByRole('link', { name: say('sign-in') })).toBeVisible();

  // the provider does not know them any more either: it asks again
  await page.goto('/sign-in');
  await button(page, say, 'identity-sign-in-with').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who are you?');
});

test('someone who stops on the way is told what happened, and can try again', async ({ page, say }) => {
  await page.goto('/sign-in?next=/tickets');
  await button(page, say, 'identity-sign-in-with').click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('alert')).toContainText(say('identity-denied-title'));
  expect(page.url()).not.toContain('state=');
  await button(page, say, 'identity-again').click();
  await there(page, stranger());
  await expect(page).toHaveURL(/\/tickets$/);
});

test('someone of whom the provider does not tell an address that is theirs shows one by a code', async ({ page, say }) => {
  await page.goto('/sign-in?next=/tickets');
  await button(page, say, 'identity-sign-in-with').click();
  const who = `${stranger()}-silent`;
  await there(page, who);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('identity-new-title'));
  const address = `${who}@hemma.example`;
  await page.getByLabel(say('field-email')).fill(address);
  await page.getByRole('button', { name: say('continue') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('identity-code-title'));
  const { text } = await mailTo(address, say('mail-newcomer-code'));
  const code = new RegExp(`${say('mail-newcomer-code')}\\W+(\\d{4} \\d{4})`).exec(text)![1]!;
  await page.getByLabel(say('identity-code-label')).fill(code);
  await page.getByRole('button', { name: say('continue') }).click();
  await expect(page).toHaveURL(/\/tickets$/);
});

test('someone connects a provider with their account, signs in with it, and disconnects it', async ({ page, someone, javaScriptEnabled: js = true }) => {
  // each run has a person of its own: what is connected is theirs in both
  const person = js ? people.sofie : people.lars;
  const say = sayIn(person.lang);
  const who = stranger();
  await signIn(page, person);
  await page.goto('/account/identities');
  await button(page, say, 'identity-connect').click();
  await there(page, who);
  await expect(page.getByRole('status')).toContainText(say('identity-done-connected', { name }));

  const elsewhere = await someone();
  await elsewhere.goto('/sign-in');
  await button(elsewhere, sayIn('sv'), 'identity-sign-in-with').click();
  await there(elsewhere, who);
  await expect(elsewhere.getByText(person.name).first()).toBeVisible();

  await page.getByText(say('identity-disconnect', { name })).click();
  await button(page, say, 'identity-disconnect-yes').click();
  await expect(page.getByRole('status')).toContainText(say('identity-done-disconnected'));
  await expect(button(page, say, 'identity-connect')).toBeVisible();
});
