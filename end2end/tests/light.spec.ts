// What a page makes the browser load, and when it runs.

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
