// Whoever tries too often, and whoever comes while the database is away, reads what is going on and what to do.

import { away, expect, small, test, tooOften } from '../helpers/fyr';
import { languages, likeIn, sayIn } from '../helpers/texts';

for (const lang of languages) {
  test.describe(() => {
    test.use({ lang });

    test(`whoever tries too often is told how long to wait (${lang})`, async ({ page }) => {
      const say = sayIn(lang);
      const answer = await tooOften(page, say);
      expect(answer.status()).toBe(429);
      // two in a minute, so one in half a minute
      const seconds = Number(answer.headers()['retry-after']);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(30);
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('error-too-many-title'));
      await expect(page.getByText(likeIn(lang)('error-too-many-text'))).toBeVisible();
      // reading goes on as before
      await page.getByRole('link', { name: say('error-home'), exact: true }).click();
      await expect(page).toHaveURL(`${small()}/`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('home-title'));
    });

    test(`while the database is away every page says so soon (${lang})`, async ({ page }) => {
      const say = sayIn(lang);
      for (const path of ['/', '/articles', '/tickets/new', '/status']) {
        const start = Date.now();
        const answer = await page.goto(`${away()}${path}`, { waitUntil: 'commit' });
        expect(Date.now() - start, `milliseconds until ${path} answers`).toBeLessThan(2_000);
        expect(answer!.status()).toBe(503);
        expect(Number(answer!.headers()['retry-after'])).toBe(60);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('error-unavailable-title'));
      }
    });
  });
}
