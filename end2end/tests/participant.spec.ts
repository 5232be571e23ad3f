// Someone with an account sees all their tickets in one place.

import { expect, signIn, test } from '../helpers/fyr';
import { people } from '../helpers/people';
import { sayIn } from '../helpers/texts';
import { file } from '../helpers/tickets';

const waiting = 'Ingen lyd i videomøtet';

test('a participant sees what waits for them first, filters, and signs out', async ({ page, javaScriptEnabled: js = true }) => {
  const say = sayIn(people.lars.lang);
  await signIn(page, people.lars);
  await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
  const subject = `Kurset er fullt ${Date.now()}`;
  await page.goto('/tickets/new');
  await expect(page.getByLabel(say('field-email'))).toHaveCount(0);
  await file(page, say, js, { topic: 'plan-or-meeting', subject, description: 'Finnes det venteliste?' });

  await page.getByRole('navigation', { name: say('nav-label') }).getByRole('link', { name: say('nav-tickets') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('nav-tickets'));
  const titles = page.getByRole('main').getByRole('heading', { level: 2 });
  await expect(titles.first()).toHaveText(waiting);
  await expect(titles.filter({ hasText: subject })).toHaveCount(1);

  const show = (what: string) => page.getByRole('navigation', { name: say('show-label') }).getByRole('link', { name: say(what), exact: true });
  await show('show-waiting').click();
  await expect(show('show-waiting')).toHaveAttribute('aria-current', /page|true/);
  await expect(titles).toHaveText([waiting]);
  await show('show-open').click();
  await expect(titles.filter({ hasText: subject })).toHaveCount(1);
  await show('show-done').click();
  await expect(page.getByText(say('people-no-such'))).toBeVisible();

  await page.getByRole('button', { name: say('sign-out') }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: sayIn('sv')('sign-in') })).toBeVisible();
  await page.goto('/tickets');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sayIn('sv')('sign-in-title'));
});

test('signing in leads on to the page that was asked for; a wrong password says so and keeps the address', async ({ page, say }) => {
  await page.goto('/tickets?show=done');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('sign-in-title'));
  await page.getByLabel(say('field-email')).fill(people.erik.email);
  await page.getByLabel(say('field-password')).fill('not the password');
  const submit = page.getByRole('main').getByRole('button', { name: say('sign-in'), exact: true });
  await submit.click();
  await expect(page.getByRole('alert', { name: say('sign-in-refused') })).toContainText(say('problem-wrong-credentials'));
  await expect(page.getByLabel(say('field-email'))).toHaveValue(people.erik.email);
  await page.getByLabel(say('field-password')).fill('fyr-demo-2026');
  await submit.click();
  await expect(page).toHaveURL(/\/tickets\?show=done$/);
  await expect(page.getByRole('heading', { level: 2, name: 'Fel datum i min aktivitetsrapport' })).toBeVisible();
});

test('a demo account is one press away', async ({ page, say }) => {
  await page.goto('/sign-in');
  // one of each role is in sight, the others behind a fold
  await expect(page.getByRole('button', { name: say('demo-try-agent') })).toBeVisible();
  await page.getByText(say('demo-others')).click();
  await page.getByRole('button', { name: people.erik.name }).click();
  await expect(page.getByRole('button', { name: say('sign-out') })).toBeVisible();
});

test('an answer that is sent after the session has ended waits until its writer has signed in', async ({ page, context, say, javaScriptEnabled: js = true }) => {
  await signIn(page, people.erik);
  await page.goto('/tickets/new');
  await file(page, say, js, { topic: 'sign-in', subject: 'Utloggad mitt i', description: 'Jag blir utloggad.' });
  const body = `Nu vet jag mer ${Date.now()}`;
  await page.getByLabel(say('answer-body')).fill(body);
  await context.clearCookies({ name: 'fyr_session' });
  await page.getByRole('button', { name: say('answer-send'), exact: true }).click();
  await expect(page.getByText(say('sign-in-unsent'))).toBeVisible();
  await page.getByLabel(say('field-email')).fill(people.erik.email);
  await page.getByLabel(say('field-password')).fill('fyr-demo-2026');
  await page.getByRole('main').getByRole('button', { name: say('sign-in'), exact: true }).click();
  await expect(page.getByRole('alert', { name: say('errors-title') })).toContainText(say('problem-not-sent-yet'));
  await expect(page.getByLabel(say('answer-body'))).toHaveValue(body);
  await page.getByRole('button', { name: say('answer-send'), exact: true }).click();
  await expect(page.locator('#thread').getByText(body)).toBeVisible();
  await expect(page.getByLabel(say('answer-body'))).toHaveValue('');
});
