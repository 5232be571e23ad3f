// After a press of a button: title, focus, one line, and what is new in view, with and without JavaScript.

import { expect, signIn, test } from '../helpers/fyr';
import { people } from '../helpers/people';
import { sayIn } from '../helpers/texts';

const say = sayIn('sv');

test('a refused form says so in the title and has the focus on what is wrong', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('main').getByRole('button', { name: say('sign-in'), exact: true }).click();
  await expect(page).toHaveTitle(new RegExp(`^${say('error-prefix')} ${say('sign-in-title')}`));
  const summary = page.getByRole('alert', { name: say('sign-in-refused') });
  await expect(summary).toBeFocused();
  await expect(summary).toBeInViewport();
});

test('a reply that was sent is in view with the line that says so, and an empty one is refused on top', async ({ page }) => {
  await signIn(page, people.amina);
  await page.goto('/tickets');
  await page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link').first().click();
  const words = `Mer om det ${Date.now()}`;
  await page.getByLabel(say('answer-body')).fill(words);
  await page.getByRole('button', { name: say('answer-send') }).click();
  await expect(page).toHaveTitle(/^Ditt svar är skickat/);
  await expect(page.getByRole('status').filter({ hasText: say('notice-reply-sent') })).toBeInViewport();
  const own = page.getByRole('listitem').filter({ hasText: words });
  await expect(own).toBeInViewport();
  await expect(own).toBeFocused();
  await page.getByRole('button', { name: say('answer-send') }).click();
  await expect(page.getByRole('alert', { name: say('errors-title') })).toBeFocused();
  await expect(page).toHaveTitle(new RegExp(`^${say('error-prefix')}`));
  await page.goto(page.url().replace('/messages', ''));
  await expect(page.getByText(say('notice-reply-sent'))).toHaveCount(0);
});
