// The whole way from question to ticket without a mouse.

import type { Locator, Page } from '@playwright/test';
import { expect, newAddress, test } from '../helpers/fyr';
import { sendButton } from '../helpers/tickets';

/** Tabs until `target` has the focus; on the way, whatever has it can be seen to have it. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < 80; stop += 1) {
    await page.keyboard.press(key);
    await expectVisibleFocus(page);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`no way to ${target} by keyboard`);
}

/** Whatever has the focus is on the screen, is not covered, and has an outline or a ring around it. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return 'nothing has the focus';
    const label = element.outerHTML.slice(0, 120);
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.bottom <= 0 || box.top >= innerHeight) return `not on the screen: ${label}`;
    const [x, y] = [box.x + Math.min(box.width, 40) / 2, Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 1)];
    const top = document.elementFromPoint(x, y);
    if (top === null || !(element.contains(top) || top.contains(element))) return `covered: ${label}`;
    const ringed = (style: CSSStyleDeclaration) =>
      (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
    const rings = [element, element.parentElement!].some((one) => ringed(getComputedStyle(one)));
    return rings ? 'seen' : `no ring: ${label}`;
  });
  expect(seen).toBe('seen');
}

test('a guest finds no answer, files a ticket and answers it, by keyboard alone', async ({ page, say }) => {
  await page.goto('/');
  await expect(page.getByRole('combobox', { name: say('search-label') })).toBeVisible();
  const skip = page.getByRole('link', { name: say('skip-to-content') });
  await page.keyboard.press('Tab');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await expectVisibleFocus(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await tabTo(page, page.getByRole('combobox', { name: say('search-label') }));
  await page.keyboard.type('xyzzyqqq vbnmhjkl');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=/);
  await tabTo(page, page.getByRole('main').getByRole('link', { name: say('search-none-ask'), exact: true }));
  await page.keyboard.press('Enter');

  await expect(sendButton(page, say, true)).toBeVisible();
  await tabTo(page, page.getByLabel(say('ticket-topic')));
  await page.keyboard.press('ArrowDown');
  await tabTo(page, page.getByLabel(say('ticket-subject'), { exact: true }));
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Med bara tangenter');
  await tabTo(page, page.getByLabel(say('new-description')));
  await page.keyboard.type('Första raden.');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Andra raden.');
  await tabTo(page, page.getByLabel(say('new-name')));
  await page.keyboard.type('Tova Tangent');
  await tabTo(page, page.getByLabel(say('new-urgent')));
  await page.keyboard.press('End');
  await expect(page.getByLabel(say('new-urgent'))).toHaveValue('other');
  await tabTo(page, sendButton(page, say, true));
  await page.keyboard.press('Enter');

  const summary = page.getByRole('alert', { name: say('errors-title') });
  await tabTo(page, summary.getByRole('link', { name: say('problem-required-email') }));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel(say('field-email'))).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.type(newAddress());
  await page.keyboard.press('Enter');

  await expect(page.getByRole('status').filter({ hasText: say('filed-title') })).toBeVisible();
  await tabTo(page, page.getByLabel(say('answer-body')));
  await page.keyboard.type('Det löste sig.');
  await tabTo(page, page.getByRole('button', { name: say('answer-send') }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: say('thread-label') })).toContainText('Det löste sig.');
  await tabTo(page, page.getByRole('button', { name: say('ticket-close') }));
  await page.keyboard.press('Space');
  await expect(page.getByText(say('next-closed'))).toBeVisible();
});
