// An administrator changes what the portal promises, sees beforehand what it does, and takes it back.

import { expect, signIn, test } from '../helpers/fyr';
import { people } from '../helpers/people';

test('opening hours and promises are changed, looked at before, and taken back', async ({ page, someone, lang, say, like }) => {
  const reader = await someone();
  await signIn(page, people.astrid);
  await page.goto(`/desk?lang=${lang}`);
  await page.getByRole('link', { name: say('settings-title') }).click();
  await page.getByRole('link', { name: say('settings-hours') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('settings-hours'));

  const monday = page.getByLabel(say('weekday-monday'));
  const before = await monday.inputValue();
  await monday.fill('08:00-12:00, 11:00-17:00');
  const save = page.getByRole('main').getByRole('button', { name: say('settings-save') });
  await save.click();
  const summary = page.getByRole('alert', { name: say('errors-title') });
  await summary.getByRole('link', { name: say('problem-overlapping-hours') }).click();
  await expect(monday).toBeFocused();
  await expect(monday).toHaveValue('08:00-12:00, 11:00-17:00');

  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await monday.fill('08:00-12:00, 13:00-17:00');
  await page.getByLabel(say('settings-closures')).fill(`${day(5)} ${day(9)} 10:00-14:00 Flyttdagar`);
  await page.getByRole('main').getByRole('button', { name: say('settings-check') }).click();
  await expect(page.getByRole('status').filter({ hasText: say('settings-preview-title') })).toBeFocused();
  await page.getByLabel(say('settings-note')).fill('Vi flyttar');
  await save.click();
  await expect(page.getByText(say('notice-setting-saved'))).toBeVisible();
  const versions = page.getByRole('region', { name: say('settings-history') });
  await expect(versions).toContainText('Vi flyttar');
  for (const path of ['/', '/tickets/new', '/status']) {
    await reader.goto(path);
    await expect(reader.getByText(/^Flyttdagar: /)).toBeVisible();
  }

  // and back again
  await monday.fill(before);
  await page.getByLabel(say('settings-closures')).fill('');
  await save.click();
  await expect(page.getByText(say('notice-setting-saved'))).toBeVisible();
  await expect(monday).toHaveValue(before);
  await versions.getByRole('button', { name: like('settings-restore') }).first().click();
  await expect(monday).toHaveValue('08:00-12:00, 13:00-17:00');
  await versions.getByRole('button', { name: like('settings-restore') }).first().click();
  await expect(monday).toHaveValue(before);
  await reader.goto('/');
  await expect(reader.getByText(/^Flyttdagar: /)).toHaveCount(0);
});

test('the times of a ticket are explained', async ({ page, say, like }) => {
  await signIn(page, people.amina);
  await page.goto('/tickets');
  await page.getByRole('main').getByRole('link', { name: /BankID/ }).click();
  await expect(page.getByText(like('next-promise')).first()).toBeVisible();
  await page.getByRole('link', { name: say('next-why') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('deadlines-title'));
  await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
  await page.getByRole('link', { name: say('deadlines-back') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('BankID');
});
