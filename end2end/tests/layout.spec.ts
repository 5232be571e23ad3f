// What fits in the window: the menu of everyone at every width, and pages with words that have no end.

import type { Page } from '@playwright/test';
import { expect, signInQuickly, test } from '../helpers/fyr';
import { people } from '../helpers/people';
import { languages } from '../helpers/texts';
import { file } from '../helpers/tickets';

/** What of the header is cut off or hangs out of it. What is folded away takes no room. */
function outsideOfTheHeader(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const header = document.querySelector('header')!.getBoundingClientRect();
    const links = [...document.querySelectorAll<HTMLElement>('header :is(a, button)')];
    const shown = links.filter((link) => link.checkVisibility());
    const out = shown.filter((link) => {
      const box = link.getBoundingClientRect();
      return box.top < -1 || box.bottom > header.bottom + 1 || box.right > innerWidth + 1 || box.left < -1;
    });
    return out.map((link) => link.innerText);
  });
}

for (const who of [people.amina, people.karin, people.jonas, people.petter, people.astrid]) {
  test(`the menu of ${who.name} is whole at every width`, async ({ page }) => {
    await signInQuickly(page, who);
    for (const lang of languages) {
      await page.goto(`/status?lang=${lang}`);
      for (let width = 320; width <= 1280; width += 40) {
        await page.setViewportSize({ width, height: 700 });
        expect(await outsideOfTheHeader(page), `${lang}, ${width} pixels`).toEqual([]);
      }
    }
  });
}

const widths = [320, 768, 1024, 1100, 1280];

async function fits(page: Page, path: string): Promise<void> {
  await page.goto(path);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over, `${path} at ${width} pixels`).toBeLessThanOrEqual(0);
  }
}

test('no page scrolls sideways because of a word without an end', async ({ page, someone, say, javaScriptEnabled: js = true }) => {
  test.setTimeout(120_000);
  const word = `Wolfeschlegelsteinhausenbergerdorff${Date.now()}${'vorbereitung'.repeat(8)}`.slice(0, 110);
  await signInQuickly(page, people.amina);
  const reference = await file(page, say, js, { topic: 'something-else', subject: word, description: word });
  for (const path of [`/tickets/${reference}`, '/tickets']) await fits(page, path);

  const desk = await someone(people.jonas);
  for (const path of ['/desk', '/desk?state=all', `/desk/tickets/${reference}`]) await fits(desk, path);
  const counsellor = await someone(people.karin);
  for (const path of ['/participants/tickets', '/participants', `/search?q=${word}`]) await fits(counsellor, path);

  const admin = await someone(people.astrid);
  const address = `${word.slice(0, 60).toLowerCase()}@${'enveldiglangdomene'.repeat(2)}.example.org`;
  await admin.goto('/desk/people/import');
  const csv = `email,name,organisation,team,role,level\n${address},${word.slice(0, 100)},arbetslyftet,,participant,\n`;
  await admin.locator('#file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  const send = admin.locator('main form[action="/desk/people/import"] button');
  await send.first().click();
  for (const width of widths) {
    await admin.setViewportSize({ width, height: 800 });
    const over = await admin.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over, `the preview at ${width} pixels`).toBeLessThanOrEqual(0);
  }
  await send.first().click();
  await expect(admin.getByRole('status')).toBeVisible();
  await fits(admin, `/desk/people?q=${address.slice(0, 40)}`);
  await fits(admin, (await admin.getByRole('rowheader').getByRole('link').first().getAttribute('href'))!);
  for (const path of ['/desk/people', '/desk/audit']) await fits(admin, path);
});

test('the contents of an article stand on the page once', async ({ page, say }) => {
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/articles/bankid-on-new-phone');
    const shown = page.getByText(say('article-toc'), { exact: true });
    expect(await shown.filter({ visible: true }).count(), `${width} pixels`).toBe(1);
  }
});
