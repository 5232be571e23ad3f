// A language that is written from right to left needs texts only: the pages mirror themselves, and nothing hangs out of them.

import type { Page } from '@playwright/test';
import { expect, newAddress, test } from '../helpers/fyr';
import { file } from '../helpers/tickets';

/** Every page from now on as a language from right to left would have it. */
async function writeFromRight(page: Page): Promise<void> {
  await page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.fallback();
    const response = await route.fetch({ maxRedirects: 0 });
    const isPage = response.headers()['content-type']?.startsWith('text/html');
    if (!isPage) return route.fulfill({ response });
    const body = (await response.text()).replace('<html ', '<html dir="rtl" ');
    return route.fulfill({ response, body });
  });
}

/** Middle of the first element, as a share of the window's width. */
function middle(page: Page, selector: string): Promise<number> {
  return page.locator(selector).first().evaluate((element) => {
    const box = element.getBoundingClientRect();
    return (box.left + box.width / 2) / innerWidth;
  });
}

async function isMirrored(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  expect(await middle(page, 'header a'), 'the name of the portal').toBeGreaterThan(0.5);
  for (const width of [320, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over, `${page.url()} at ${width} pixels`).toBeLessThanOrEqual(0);
    const hidden = await page.evaluate(() => {
      const texts = [...document.querySelectorAll<HTMLElement>('main :is(h1, p, a, button, label, input)')];
      const shown = texts.filter((text) => text.checkVisibility() && !text.closest('.visually-hidden'));
      const out = shown.filter((text) => {
        const box = text.getBoundingClientRect();
        return box.left < -1 || box.right > innerWidth + 1;
      });
      return out.map((text) => text.outerHTML.slice(0, 80));
    });
    expect(hidden, `${page.url()} at ${width} pixels`).toEqual([]);
  }
}

test('from right to left the journey of a guest looks as in a mirror', async ({ page, say, javaScriptEnabled: js = true }) => {
  await writeFromRight(page);
  for (const path of ['/', '/search?q=bankid', '/articles/bankid-on-new-phone', '/status', '/tickets/new', '/sign-in']) {
    await page.goto(path);
    await isMirrored(page);
  }
  const subject = `Spegelvänt ${Date.now()}`;
  const reference = await file(page, say, js, {
    topic: 'technical-problem',
    subject,
    description: 'Skärmen står på huvudet.',
    name: 'Gun Gäst',
    email: newAddress(),
  });
  await page.goto(`/tickets/${reference}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(subject);
  await isMirrored(page);
});
