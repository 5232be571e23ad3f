// Choosing another language in the middle of a form: everything typed comes along, and Enter still sends the form.

import { expect, newAddress, signInQuickly, test } from '../helpers/fyr';
import { people } from '../helpers/people';
import { sayIn } from '../helpers/texts';
import { fileField, files, fillIn, sendButton } from '../helpers/tickets';

const [norwegian, english] = [sayIn('nb'), sayIn('en')];
const description = 'Rad ett\n\n  och två med < & "';

test('a ticket form changes its language with everything in it', async ({ page, say, javaScriptEnabled: js = true }) => {
  await page.goto('/tickets/new?subject=Skrivare');
  await expect(sendButton(page, say, js)).toBeVisible();
  await fillIn(page, say, { topic: 'technical-problem', description, name: 'Gun Gäst', email: 'inte klar' });
  if (js) {
    await fileField(page, say).setInputFiles(files.text);
    await expect(page.getByText(say('upload-ready'))).toBeVisible();
  }
  const languages = page.getByRole('navigation', { name: say('language-label') });
  await languages.getByRole('button', { name: 'Norsk bokmål' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(norwegian('new-title'));
  await expect(page.getByLabel(norwegian('ticket-topic'))).toHaveValue('technical-problem');
  await expect(page.getByLabel(norwegian('ticket-subject'), { exact: true })).toHaveValue('Skrivare');
  await expect(page.getByLabel(norwegian('new-description'))).toHaveValue(description);
  await expect(page.getByLabel(norwegian('field-email'))).toHaveValue('inte klar');
  if (js) await expect(page.getByRole('listitem').filter({ hasText: files.text.name })).toHaveCount(1);
  await expect(sendButton(page, norwegian, js)).toBeVisible();

  await page.getByLabel(norwegian('field-email')).fill(newAddress());
  await page.getByLabel(norwegian('ticket-subject'), { exact: true }).press('Enter');
  const heading = js ? page.getByRole('heading', { name: norwegian('filed-title') }) : page.getByRole('heading', { level: 1, name: norwegian('check-title') });
  await expect(heading).toBeVisible();
});

test('of two forms the one that was filled in last comes along, without JavaScript the first', async ({ page, say, javaScriptEnabled: js = true }) => {
  await signInQuickly(page, people.jonas);
  await page.goto('/desk');
  await page.locator('main a[href^="/desk/tickets/"]').first().click();
  await page.getByLabel(say('desk-reply-body'), { exact: true }).fill('Ett svar');
  await page.getByLabel(say('desk-note-body'), { exact: true }).fill('En anteckning');
  await page.getByRole('navigation', { name: say('language-label') }).getByRole('button', { name: 'English' }).click();
  const [kept, text] = js ? ['desk-note-body', 'En anteckning'] : ['desk-reply-body', 'Ett svar'];
  await expect(page.getByLabel(english(kept), { exact: true })).toHaveValue(text);
});
