// What someone types is kept, also where the page is left.

import { expect, newAddress, test } from '../helpers/fyr';
import { sayIn } from '../helpers/texts';
import { file, fileField, files, fillIn, send, sendButton } from '../helpers/tickets';

test('what was typed and sent along is still there after a reload and in another tab', async ({ page, context, say }) => {
  await page.goto('/tickets/new');
  await expect(sendButton(page, say, true)).toBeVisible();
  await fillIn(page, say, { topic: 'activity-report', subject: 'Rapporten försvann', description: 'Den var nästan klar.' });
  await fillIn(page, say, { name: 'Gun Gäst', email: 'gun@example.org' });
  await page.getByLabel(say('new-urgent')).selectOption('other');
  await expect(page.getByText(say('draft-saved'))).toBeVisible();
  await fileField(page, say).setInputFiles(files.text);
  await expect(page.getByText(say('upload-ready'))).toBeVisible();

  const holds = async (tab: typeof page) => {
    await expect(tab.getByLabel(say('ticket-topic'))).toHaveValue('activity-report');
    await expect(tab.getByLabel(say('ticket-subject'), { exact: true })).toHaveValue('Rapporten försvann');
    await expect(tab.getByLabel(say('new-description'))).toHaveValue('Den var nästan klar.');
    await expect(tab.getByLabel(say('new-name'))).toHaveValue('Gun Gäst');
    await expect(tab.getByLabel(say('field-email'))).toHaveValue('gun@example.org');
    await expect(tab.getByLabel(say('new-urgent'))).toHaveValue('other');
    await expect(tab.getByText(files.text.name).first()).toBeVisible();
  };
  await page.reload();
  await holds(page);
  const other = await context.newPage();
  await other.goto('/tickets/new');
  await holds(other);

  await expect(sendButton(other, say, true)).toBeVisible();
  await send(other, say, true);
  await expect(other.getByRole('link', { name: files.text.name })).toHaveCount(1);
  await page.goto('/tickets/new');
  await expect(page.getByLabel(say('ticket-subject'), { exact: true })).toHaveValue('');
});

test('a form sent from two tabs files one ticket', async ({ page, context, say }) => {
  const ticket = { topic: 'sign-in', subject: 'Två flikar', description: 'Samma formulär.', name: 'Gun Gäst', email: newAddress() };
  await page.goto('/tickets/new');
  await expect(sendButton(page, say, true)).toBeVisible();
  await fillIn(page, say, ticket);
  await expect(page.getByText(say('draft-saved'))).toBeVisible();
  const other = await context.newPage();
  await other.goto('/tickets/new');
  await expect(sendButton(other, say, true)).toBeVisible();
  const first = await send(page, say, true);
  expect(await send(other, say, true)).toBe(first);
});

test('a file that was sent along can be taken off, and one that we cannot take says why', async ({ page, say }) => {
  await page.goto('/tickets/new');
  await expect(sendButton(page, say, true)).toBeVisible();
  const input = fileField(page, say);
  await input.setInputFiles([files.text, files.picture]);
  await expect(page.getByText(say('upload-ready'))).toBeVisible();
  await page.getByRole('checkbox', { name: `${say('upload-remove')} ${files.text.name}` }).check();
  const program = { name: 'spel.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ\0\0\0\x7f') };
  await input.setInputFiles(program);
  await expect(page.getByRole('alert').filter({ hasText: say('problem-file-kind', { name: program.name }) })).toBeVisible();
  const large = { name: 'stor.txt', mimeType: 'text/plain', buffer: Buffer.alloc(1_500_000, 'a') };
  await input.setInputFiles(large);
  await expect(page.getByRole('alert').filter({ hasText: say('problem-file-too-large', { name: large.name, max: 1 }) })).toBeVisible();

  await page.getByRole('checkbox', { name: `${say('upload-remove')} ${files.text.name}` }).check();
  await fillIn(page, say, { topic: 'sign-in', subject: 'En fil', description: 'En bild.', name: 'Gun Gäst', email: newAddress() });
  await send(page, say, true);
  await expect(page.getByRole('list', { name: say('entry-files') }).getByRole('link')).toHaveText([files.picture.name]);
});

test('files that are more than the server takes at once are said to be, and do not go with the form', async ({ page, say }) => {
  await page.goto('/tickets/new');
  await expect(sendButton(page, say, true)).toBeVisible();
  // as an answer to more than it reads at all: a page, not what this form asked for
  await page.route('**/tickets/new/uploads', (route) => route.fulfill({ status: 413, contentType: 'text/html', body: '<p>413</p>' }));
  await fileField(page, say).setInputFiles(files.text);
  await expect(page.getByRole('alert').filter({ hasText: say('problem-files-too-large', { max: 2 }) })).toBeVisible();
  await expect(fileField(page, say)).toHaveValue('');
});

test('a form that is sent while its file is on the way keeps the file once', async ({ page, say }) => {
  await page.goto('/tickets/new');
  await expect(sendButton(page, say, true)).toBeVisible();
  await fillIn(page, say, { topic: 'sign-in', subject: 'Snabba fingrar', description: 'En lista.', name: 'Gun Gäst', email: newAddress() });
  // the file reaches Fyr, but the browser is not told before the form is sent
  const arrived = new Promise<void>((resolve) => {
    void page.route('**/tickets/new/uploads', async (route) => {
      await route.fetch();
      resolve();
    });
  });
  await fileField(page, say).setInputFiles(files.text);
  await arrived;
  await send(page, say, true);
  await expect(page.getByRole('list', { name: say('entry-files') }).getByRole('link')).toHaveText([files.text.name]);
});

test('what was typed can be thrown away', async ({ page, say }) => {
  await page.goto('/tickets/new');
  await expect(sendButton(page, say, true)).toBeVisible();
  await fillIn(page, say, { subject: 'Glöm det' });
  await expect(page.getByText(say('draft-saved'))).toBeVisible();
  await page.getByRole('button', { name: say('new-forget') }).click();
  await expect(page.getByLabel(say('ticket-subject'), { exact: true })).toHaveValue('');
  await page.reload();
  await expect(page.getByLabel(say('ticket-subject'), { exact: true })).toHaveValue('');
});

test('a draft belongs to one browser', async ({ page, someone, say }) => {
  await file(page, say, true, { topic: 'sign-in', subject: 'Klart', description: 'Klart.', name: 'Gun Gäst', email: newAddress() });
  await page.goto('/tickets/new');
  await expect(sendButton(page, say, true)).toBeVisible();
  await fillIn(page, say, { subject: 'Bara här' });
  await expect(page.getByText(say('draft-saved'))).toBeVisible();
  const other = await someone();
  await other.goto('/tickets/new');
  await expect(other.getByLabel(say('ticket-subject'), { exact: true })).toHaveValue('');
});

test('what was typed at an address that fills in a field survives a reload and another language', async ({ page, say }) => {
  await page.goto('/tickets/new?subject=Skrivare');
  await expect(sendButton(page, say, true)).toBeVisible();
  await page.getByLabel(say('new-description')).fill('Den skriver inte ut.');
  await expect(page.getByText(say('draft-saved'))).toBeVisible();
  await expect(page).toHaveURL(/\/tickets\/new$/);
  await page.reload();
  await expect(page.getByLabel(say('ticket-subject'), { exact: true })).toHaveValue('Skrivare');
  await expect(page.getByLabel(say('new-description'))).toHaveValue('Den skriver inte ut.');
  await page.getByRole('navigation', { name: say('language-label') }).getByRole('button', { name: 'English' }).click();
  await expect(page.getByLabel(sayIn('en')('new-description'))).toHaveValue('Den skriver inte ut.');
});
