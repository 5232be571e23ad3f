// Someone makes an account, forgets the password, takes a second factor, and looks after where they are signed in.

import type { Page } from '@playwright/test';
import { codeOf } from '../helpers/codes';
import { expect, newAddress, test } from '../helpers/fyr';
import { linkIn, mailTo } from '../helpers/mail';
import type { Say } from '../helpers/texts';
import { file, sendButton } from '../helpers/tickets';

const [first, second] = ['fyra gröna cyklar i regn', 'sju blå båtar utan åror'];

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name, exact: true }).click();
}

async function title(page: Page, words: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words);
}

async function register(page: Page, say: Say, name: string, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: say('sign-in-register') }).click();
  await page.getByLabel(say('new-name'), { exact: true }).fill(name);
  await page.getByLabel(say('field-email'), { exact: true }).fill(email);
  await press(page, say('register-button'));
  await title(page, say('mail-sent-title'));
  const mail = await mailTo(email, say('mail-register-button'));
  await page.goto(linkIn(mail, '/register/confirm'));
  await page.getByLabel(say('password-new')).fill(first);
  await press(page, say('register-confirm-button'));
  await expect(page.getByRole('link', { name })).toBeVisible();
}

async function signInWith(page: Page, say: Say, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(say('field-email'), { exact: true }).fill(email);
  await page.getByLabel(say('field-password'), { exact: true }).fill(password);
  await press(page, say('sign-in'));
}

async function signOut(page: Page, say: Say): Promise<void> {
  await page.getByRole('button', { name: say('sign-out'), exact: true }).click();
  await expect(page.getByRole('link', { name: say('sign-in'), exact: true }).first()).toBeVisible();
}

test('someone registers, forgets, takes a second factor and ends a session elsewhere', async ({ page, someone, say }) => {
  test.setTimeout(120_000);
  const [email, name] = [newAddress(), 'Nora Nyholm'];
  let [key, code] = ['', ''];

  await test.step('an easy password is refused beside the field, and a good one makes the account', async () => {
    await page.goto('/sign-in');
    await register(page, say, name, email);
    await page.getByRole('link', { name }).click();
    await title(page, say('account-title'));
    await expect(page.getByText(email)).toBeVisible();
    await signOut(page, say);
  });

  await test.step('a forgotten password is chosen anew by a link, and the link works once', async () => {
    await page.goto('/sign-in');
    await page.getByRole('link', { name: say('sign-in-forgotten') }).click();
    await page.getByLabel(say('field-email'), { exact: true }).fill(email);
    await press(page, say('forgotten-button'));
    await title(page, say('mail-sent-title'));
    const link = linkIn(await mailTo(email, say('mail-reset', { name })), '/password/reset');
    await page.goto(link);
    await page.getByLabel(say('password-new')).fill('kort');
    await press(page, say('password-save'));
    await expect(page.getByRole('alert', { name: say('errors-title') })).toContainText(say('problem-too-short', { min: 12 }));
    await page.getByLabel(say('password-new')).fill(second);
    await press(page, say('password-save'));
    await expect(page.getByRole('link', { name })).toBeVisible();
    await signOut(page, say);
    await page.goto(link);
    await title(page, say('dead-link-title'));
    await signInWith(page, say, email, first);
    await expect(page.getByRole('alert', { name: say('sign-in-refused') })).toContainText(say('problem-wrong-credentials'));
    await signInWith(page, say, email, second);
    await expect(page.getByRole('link', { name })).toBeVisible();
  });

  await test.step('an authenticator app is set up with its first code', async () => {
    await page.goto('/account');
    await page.getByRole('link', { name: say('factor-title'), exact: true }).click();
    await press(page, say('factor-begin'));
    await expect(page.getByRole('img', { name: say('factor-picture') })).toBeVisible();
    key = await page.locator('.secret').innerText();
    await page.getByLabel(say('field-code'), { exact: true }).fill('000000');
    await press(page, say('factor-confirm'));
    await expect(page.getByRole('alert', { name: say('errors-title') })).toContainText(say('problem-wrong-code'));
    await page.getByLabel(say('field-code'), { exact: true }).fill(codeOf(key, -30));
    await press(page, say('factor-confirm'));
    await title(page, say('codes-title'));
    code = await page.locator('.recovery-codes code').first().innerText();
    await page.getByRole('link', { name: say('codes-kept') }).click();
    await expect(page.getByText(say('factor-on'))).toBeVisible();
  });

  const other = await someone();
  await test.step('signing in elsewhere asks for a code, and its owner is told', async () => {
    await signInWith(other, say, email, second);
    await title(other, say('code-title'));
    await other.getByLabel(say('field-code'), { exact: true }).fill(codeOf(key));
    await press(other, say('sign-in'));
    await expect(other.getByRole('link', { name })).toBeVisible();
    await mailTo(email, say('mail-device', { name }));
  });

  await test.step('the session elsewhere is seen and ended', async () => {
    await page.goto('/account');
    await expect(page.getByText(say('session-own'), { exact: true })).toHaveCount(1);
    await page.getByRole('listitem').getByRole('button', { name: new RegExp(`^${say('session-end')} `) }).click();
    await expect(page.getByRole('status')).toHaveText(say('account-done-sessions'));
    await other.goto('/account');
    await title(other, say('sign-in-title'));
  });

  await test.step('without the app a recovery code lets them in', async () => {
    await signInWith(other, say, email, second);
    await other.getByLabel(say('field-code'), { exact: true }).fill(code);
    await press(other, say('sign-in'));
    await expect(other.getByRole('link', { name })).toBeVisible();
    await mailTo(email, say('mail-recovery', { name }));
  });
});

test('a link in a mail signs in and leads back to where someone was', async ({ page, say }) => {
  const [email, name] = [newAddress(), 'Lova Lind'];
  await register(page, say, name, email);
  await signOut(page, say);
  await page.goto('/tickets?show=open');
  await page.getByRole('link', { name: say('sign-in-by-link') }).click();
  await page.getByLabel(say('field-email'), { exact: true }).fill(email);
  await press(page, say('link-sign-in-button'));
  await title(page, say('mail-sent-title'));
  await page.goto(linkIn(await mailTo(email, say('mail-link', { name })), '/sign-in/link/open'));
  await press(page, say('sign-in'));
  await expect(page).toHaveURL(/\/tickets\?show=open$/);
});

test('what was filed without an account is claimed with a button', async ({ page, say, javaScriptEnabled: js = true }) => {
  const [email, name] = [newAddress(), 'Gunnar Gäst'];
  const reference = await file(page, say, js, { topic: 'sign-in', subject: 'Före kontot', description: 'Hej.', name, email });
  await register(page, say, name, email);
  await page.goto('/tickets');
  const offer = page.getByRole('region', { name: say('unclaimed-title', { count: 1 }) });
  await expect(offer).toContainText(reference);
  await offer.getByRole('button', { name: say('unclaimed-button', { count: 1 }) }).click();
  await expect(page.getByRole('link', { name: 'Före kontot' })).toBeVisible();
  await expect(offer).toHaveCount(0);
});

test('what someone typed before signing in is theirs afterwards', async ({ page, say, javaScriptEnabled: js = true }) => {
  const [email, name] = [newAddress(), 'Dag Draft'];
  await register(page, say, name, email);
  await signOut(page, say);
  await page.goto('/tickets/new');
  await page.getByLabel(say('ticket-subject'), { exact: true }).fill('Halvfärdigt');
  if (js) await expect(page.getByText(say('draft-saved'))).toBeVisible();
  else await sendButton(page, say, js).click();
  await signInWith(page, say, email, first);
  await page.goto('/tickets/new');
  await expect(page.getByLabel(say('ticket-subject'), { exact: true })).toHaveValue('Halvfärdigt');
});
