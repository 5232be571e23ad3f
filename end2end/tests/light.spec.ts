// What a page makes the browser load, and when it runs.

import type { Request } from '@playwright/test';

import { expect, test } from '../helpers/fyr';
import { sendButton } from '../helpers/tickets';

test('islands are hydrated also in a browser that is never idle', async ({ page, say }) => {
  await page.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  await page.goto('/tickets/new');
  await expect(sendButton(page, say, true)).toBeVisible();
});

for (const path of ['/status', '/sign-in', '/tickets/link']) {
  test(`${path} loads no script`, async ({ page }) => {
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    await page.goto(path, { waitUntil: 'networkidle' });
    expect(loaded.some((name) => name.endsWith('/fyr.css')), 'the style sheet is seen').toBe(true);
    expect(loaded.filter((name) => /\.(js|wasm)$/.test(name))).toEqual([]);
  });
}

test('a first visit downloads little', async ({ page }) => {
  const finished: Request[] = [];
  page.on('requestfinished', (request) => finished.push(request));
  await page.goto('/', { waitUntil: 'networkidle' });
  const sizes = await Promise.all(
    finished.map(async (request) => ({
      name: new URL(request.url()).pathname.split('/').at(-1) ?? '',
      bytes: (await request.sizes()).responseBodySize,
      encoding: await (await request.response())?.headerValue('content-encoding'),
    })),
  );
  const module = sizes.find(({ name }) => name.endsWith('.wasm'));
  expect(module, 'the module is seen').toBeDefined();
  expect(module?.encoding).toBe('br');
  expect(module?.bytes, JSON.stringify(sizes)).toBeLessThan(70_000);
  expect(sizes.some(({ name }) => name.endsWith('.woff2')), 'the typeface is seen').toBe(true);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total, JSON.stringify(sizes)).toBeLessThan(130_000);
});
