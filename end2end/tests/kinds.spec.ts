// Kinds of articles: an editor writes a troubleshooting article and a known error; somebody follows the one to its end and the other by email.

import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../helpers/fyr';
import { mailTo } from '../helpers/mail';
import { people } from '../helpers/people';
import type { Say } from '../helpers/texts';

async function publish(page: Page, say: Say, title: string, source: string, kind: string): Promise<string> {
  await page.goto('/desk/articles/new');
  await page.getByLabel(say('writing-category'), { exact: true }).selectOption('technical');
  await page.getByRole('combobox', { name: say('writing-language') }).selectOption('sv');
  await page.getByLabel(say('writing-field-title'), { exact: true }).fill(title);
  await page.getByLabel(say('writing-field-source'), { exact: true }).fill(source);
  await page.getByRole('button', { name: say('writing-save') }).click();
  await page.getByText(say('writing-publish'), { exact: true }).first().click();
  await page.getByRole('button', { name: say('writing-publish'), exact: true }).click();
  await expect(page.getByText(say('notice-article-published'))).toBeVisible();
  await page.getByLabel(say('writing-kind'), { exact: true }).selectOption(kind);
  await page.getByRole('button', { name: say('settings-save') }).click();
  await expect(page.getByText(say('notice-article-properties-saved'))).toBeVisible();
  return page.url();
}

const publicAddress = async (page: Page, say: Say) => (await page.getByRole('link', { name: say('writing-see') }).getAttribute('href'))!;

test('troubleshooting leads to a ticket that says what was tried', async ({ page, someone, lang, say, javaScriptEnabled: js = true }) => {
  const title = `Inget ljud ${js ? 'med' : 'utan'} skript`;
  await signIn(page, people.astrid);
  await page.goto(`/desk/articles?lang=${lang}`);
  await publish(page, say, title, '## Hör du något?\n\n- [Ja](#bra)\n- [Nej](#volym)\n\n## Volym\n\nHöj den.\n\n## Bra\n\nKlart.', 'troubleshooting');
  const address = await publicAddress(page, say);

  const reader = await someone();
  await reader.goto(`${address}?lang=${lang}`);
  await expect(reader.getByText('Höj den.')).toHaveCount(0);
  await reader.getByRole('link', { name: 'Nej' }).click();
  await expect(reader.getByRole('heading', { level: 2, name: 'Volym' })).toBeVisible();
  await reader.goBack();
  await expect(reader.getByRole('heading', { level: 2, name: 'Hör du något?' })).toBeVisible();
  await reader.getByRole('link', { name: 'Nej' }).click();
  await reader.getByRole('link', { name: say('tree-ask') }).click();
  await expect(reader.getByLabel(say('new-description'))).toHaveValue(/- Hör du något\?\n- Volym/);
  await reader.goto(`${address}?step=volym`);
  await reader.getByRole('button', { name: say('help-solved') }).click();
  await expect(reader.getByRole('heading', { name: say('rating-thanks') })).toBeVisible();
});

test('a known error is followed, and its followers hear that it is fixed', async ({ page, someone, lang, say, javaScriptEnabled: js = true }) => {
  const title = `Intyg syns inte ${js ? 'med' : 'utan'} skript`;
  await signIn(page, people.astrid);
  await page.goto(`/desk/articles?lang=${lang}`);
  const desk = await publish(page, say, title, 'Vänta en stund.', 'known-error');
  const address = await publicAddress(page, say);

  const reader = await someone();
  await signIn(reader, people.amina);
  await reader.goto(`${address}?lang=${lang}`);
  await reader.getByRole('button', { name: say('error-follow') }).click();
  await expect(reader.getByText(say('error-following'))).toBeVisible();

  await page.goto(desk);
  await page.getByLabel(say('writing-error-state'), { exact: true }).selectOption('fixed');
  await page.getByRole('button', { name: say('writing-error-state-save') }).click();
  await expect(page.getByText(say('notice-error-state-saved'))).toBeVisible();
  const mail = await mailTo(people.amina.email, title);
  expect(mail.text).toContain(address);
  await reader.reload();
  await expect(reader.getByText(say('error-explain-fixed'))).toBeVisible();
});

test('steps of a guide are ticked off on the device', async ({ page, lang, say, javaScriptEnabled: js = true }) => {
  await page.goto(`/articles/print-certificate?lang=${lang}`);
  const first = page.getByRole('checkbox').first();
  test.skip(!js, 'without JavaScript the steps are a numbered list');
  await first.check();
  await expect(page.getByRole('status').filter({ hasText: say('guide-done') })).toContainText('1/');
  await page.reload();
  await expect(first).toBeChecked();
});
