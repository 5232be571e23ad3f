// Steps that several journeys take with a ticket.

import type { Page } from '@playwright/test';
import { expect } from './fyr';
import type { Say } from './texts';

export type Ticket = { topic: string; subject: string; description: string; name?: string; email?: string };

export const files = {
  text: { name: 'fellista.txt', mimeType: 'text/plain', buffer: Buffer.from('Felkod 42 när jag väljer BankID.\n') },
  picture: {
    name: 'skärmbild.png',
    mimeType: 'image/png',
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  },
};

/** The form, as a person looks for its fields. */
export async function fillIn(page: Page, say: Say, ticket: Partial<Ticket>): Promise<void> {
  if (ticket.topic !== undefined) await page.getByLabel(say('ticket-topic')).selectOption(ticket.topic);
  if (ticket.subject !== undefined) await page.getByLabel(say('ticket-subject'), { exact: true }).fill(ticket.subject);
  if (ticket.description !== undefined) await page.getByLabel(say('new-description')).fill(ticket.description);
  if (ticket.name !== undefined) await page.getByLabel(say('new-name')).fill(ticket.name);
  if (ticket.email !== undefined) await page.getByLabel(say('field-email')).fill(ticket.email);
}

/** Where files are chosen, in the form and below the thread. */
export function fileField(page: Page, say: Say) {
  return page.getByLabel(`${say('new-files')} (${say('optional')})`);
}

/** The button at the end of the form: it sends, or without JavaScript leads to the page that checks the answers. */
export function sendButton(page: Page, say: Say, javaScript: boolean) {
  return page.getByRole('button', { name: javaScript ? say('new-send') : say('continue'), exact: true });
}

/** Sends a form that is right, and gives the ticket's reference. */
export async function send(page: Page, say: Say, javaScript: boolean): Promise<string> {
  await sendButton(page, say, javaScript).click();
  if (!javaScript) {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('check-title'));
    await page.getByRole('button', { name: say('new-send'), exact: true }).click();
  }
  const confirmation = page.getByRole('status').filter({ hasText: say('filed-title') });
  await expect(confirmation).toBeVisible();
  return (await confirmation.locator('.reference').innerText()).trim();
}

/** Files a ticket from the start of the form. */
export async function file(page: Page, say: Say, javaScript: boolean, ticket: Ticket): Promise<string> {
  await page.goto('/tickets/new');
  await expect(sendButton(page, say, javaScript)).toBeVisible();
  await fillIn(page, say, ticket);
  return send(page, say, javaScript);
}

/** Opens a ticket on the desk by searching for its reference. */
export async function openOnDesk(page: Page, say: Say, reference: string): Promise<void> {
  await page.goto('/desk');
  await page.getByLabel(say('desk-search')).fill(reference);
  await page.getByRole('button', { name: say('show'), exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/desk/tickets/${reference}$`));
}
