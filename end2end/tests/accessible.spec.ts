// Every page and state holds for everyone: axe finds nothing, in light and dark, on wide and narrow screens.

import type { Page } from '@playwright/test';
import { type AxeResults, type RunOptions, source } from 'axe-core';
import { expect, signInQuickly, test } from '../helpers/fyr';
import { places, sayAt } from '../helpers/places';

const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

// what is wrong is told in words; a trace of every page would cost more time than the page
test.use({ trace: 'off' });

/** What axe finds, each with the elements concerned. The page has no frames, so that axe runs in it as it is. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults, RunOptions>((options) => window.axe.run(document, options), {
    runOnly: { type: 'tag', values: rules },
    resultTypes: ['violations'],
  });
  return violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.html}\n  ${node.failureSummary}`).join('\n')}`);
}

/** What is wider than the page. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1);
    return [`the page is ${document.documentElement.scrollWidth} wide`, ...wide.slice(-3).map((element) => element.outerHTML.slice(0, 200))];
  });
}

declare global {
  interface Window {
    axe: { run: (context: Document, options: RunOptions) => Promise<AxeResults> };
  }
}

test('axe sees a barrier', async ({ page }) => {
  await page.goto('/');
  await page.evaluate(() => document.querySelector('main')!.append(document.createElement('button')));
  expect((await violations(page)).join()).toContain('button-name');
});

for (const place of places) {
  test.describe(() => {
    test.use({ lang: place.lang });

    test(`${place.name} (${place.who?.name ?? 'guest'}, ${place.lang})`, async ({ page }) => {
      if (place.who !== undefined) await signInQuickly(page, place.who);
      await place.open(page, sayAt(place));
      await expect(page.locator('h1')).toHaveCount(1);
      await expect(page.locator('html')).toHaveAttribute('lang', place.lang);
      await expect(page).toHaveTitle(/.+ – Fyr$/);
      await expect(page.locator('main')).toHaveCount(1);
      const twice = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at));
      expect(twice, 'ids that are there twice').toEqual([]);

      for (const [colorScheme, width] of [['light', 1280], ['dark', 360]] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
        expect(await violations(page), `${colorScheme}, ${width} pixels`).toEqual([]);
      }
      await page.setViewportSize({ width: 320, height: 900 });
      expect(await tooWide(page), 'at 320 pixels').toEqual([]);
    });
  });
}
