// An agent writes an article, an administrator publishes it, somebody reads it, and a translation follows.

import { expect, signIn, test } from '../helpers/fyr';
import { people } from '../helpers/people';

test('an article is written, reviewed, published, translated and restored', async ({ page, someone, lang, say, javaScriptEnabled: js = true }) => {
  const title = `Byta telefon ${js ? 'med' : 'utan'} skript ${lang}`;
  await signIn(page, people.jonas);
  await page.goto(`/desk/articles?lang=${lang}`);
  await page.getByRole('link', { name: say('writing-new') }).click();
  await page.getByRole('combobox', { name: say('writing-language') }).selectOption('sv');
  await page.getByLabel(say('writing-category'), { exact: true }).selectOption('sign-in');
  await page.getByLabel(say('writing-field-title'), { exact: true }).fill(title);
  const source = page.getByLabel(say('writing-field-source'), { exact: true });
  await source.fill('## Innan du byter\n\nLogga ut ur **appen** först.');
  const preview = page.getByRole('region', { name: say('writing-preview') });
  if (!js) await page.getByRole('button', { name: say('writing-preview') }).click();
  await expect(preview.getByRole('heading', { name: 'Innan du byter' })).toBeVisible();
  await page.getByRole('button', { name: say('writing-save') }).click();
  await expect(page.getByText(say('notice-article-saved'))).toBeVisible();
  // a picture: chosen, or pasted into the text
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  if (js) {
    await source.evaluate((field, bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], 'knapp.png', { type: 'image/png' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, [...picture]);
    await expect(page.getByLabel(say('writing-image-text'))).toBeFocused();
  } else {
    await page.getByText(say('writing-image-add'), { exact: true }).click();
    await page.getByLabel(say('writing-image'), { exact: true }).setInputFiles({ name: 'knapp.png', mimeType: 'image/png', buffer: picture });
  }
  await page.getByLabel(say('writing-image-text')).fill('Knappen Byt');
  await page.getByRole('button', { name: say('writing-image-insert') }).click();
  await expect(page.getByText(say('writing-image-added'))).toBeVisible();
  await expect(preview.getByRole('img', { name: 'Knappen Byt' })).toBeVisible();
  await page.getByRole('button', { name: say('writing-send-review') }).click();
  await expect(page.getByText(say('notice-article-in-review'))).toBeVisible();

  const editor = await someone();
  await signIn(editor, people.astrid);
  await editor.goto(`/desk/articles?group=review&lang=${lang}`);
  await editor.getByRole('link', { name: title }).click();
  await editor.getByRole('link', { name: new RegExp(`${say('writing-edit')}.*Svenska`) }).click();
  await editor.getByText(say('writing-publish'), { exact: true }).first().click();
  await editor.getByRole('button', { name: say('writing-publish'), exact: true }).click();
  await expect(editor.getByText(say('notice-article-published'))).toBeVisible();
  const article = editor.url();
  await editor.getByRole('link', { name: say('writing-see') }).click();
  await expect(editor.getByRole('heading', { level: 1 })).toHaveText(title);
  const shown = editor.getByRole('img', { name: 'Knappen Byt' });
  await expect(shown).toHaveJSProperty('naturalWidth', 1);
  const address = editor.url();

  // a translation, beside the text that it follows
  await editor.goto(article);
  await editor.getByRole('link', { name: new RegExp(`${say('writing-translate')}.*English`) }).click();
  await expect(editor.getByText('Logga ut ur **appen** först.')).toBeVisible();
  await editor.getByLabel(say('writing-field-title'), { exact: true }).fill(`${title} in English`);
  await editor.getByLabel(say('writing-field-source'), { exact: true }).fill('## Before you change\n\nSign out of the app first.');
  await editor.getByText(say('writing-publish'), { exact: true }).first().click();
  await editor.getByRole('button', { name: say('writing-publish'), exact: true }).click();
  await expect(editor.getByText(say('notice-article-published'))).toBeVisible();
  await editor.goto(`${address}?lang=en`);
  await expect(editor.getByRole('heading', { level: 1 })).toHaveText(`${title} in English`);

  // what was there is wrong now
  await editor.goto(`${article}/sv?lang=${lang}`);
  await editor.getByLabel(say('writing-field-source'), { exact: true }).fill('## Innan du byter\n\nLogga ut ur **båda** apparna först.');
  await editor.getByText(say('writing-publish'), { exact: true }).first().click();
  await editor.getByRole('radio', { name: say('writing-size-large') }).check();
  await editor.getByRole('button', { name: say('writing-publish'), exact: true }).click();
  await expect(editor.getByText(say('writing-outdated-large'), { exact: true })).toBeVisible();
  await editor.getByRole('link', { name: `${say('writing-version', { number: 2 })} · Svenska` }).click();
  await expect(editor.getByRole('insertion')).toContainText('båda');
  await editor.goBack();
  await editor.getByRole('link', { name: `${say('writing-version', { number: 1 })} · Svenska` }).click();
  await editor.getByRole('button', { name: say('writing-restore') }).click();
  await expect(editor.getByText(say('notice-article-restored'))).toBeVisible();
  await expect(editor.getByLabel(say('writing-field-source'), { exact: true })).toHaveValue(/\*\*appen\*\* först/);
});
