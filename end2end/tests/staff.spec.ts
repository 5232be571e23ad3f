// Operations tell everyone that something is down, and that something will be.

import { expect, signIn, test } from '../helpers/fyr';
import { people } from '../helpers/people';

test('an outage is posted in three fields, seen at once, followed and resolved', async ({ page, someone, say }) => {
  const title = `Bokningen är nere ${Date.now()}`;
  const reader = await someone();
  await signIn(page, people.petter);

  await page.getByRole('navigation', { name: say('nav-label') }).getByRole('link', { name: say('nav-status-desk') }).click();
  await page.getByRole('link', { name: say('status-desk-new-incident') }).click();
  const publish = page.getByRole('button', { name: say('status-desk-publish-incident') });
  await publish.click();
  const summary = page.getByRole('alert', { name: say('errors-title') });
  await expect(summary.getByRole('link')).toHaveCount(3);
  await summary.getByRole('link', { name: say('problem-required-services') }).click();
  await expect(page.getByRole('group', { name: say('status-desk-services') }).getByRole('checkbox').first()).toBeFocused();

  const inSwedish = (field: string) => page.getByLabel(say('status-desk-in-language', { field: say(field), language: say('status-desk-lang-sv') }));
  await page.getByRole('checkbox', { name: 'Bokning' }).check();
  await inSwedish('status-desk-field-title').fill(title);
  await inSwedish('status-desk-field-text').fill('Det går inte att boka möten.');
  await publish.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('status-desk-title'));

  for (const path of ['/', '/status', '/tickets/new']) {
    await reader.goto(path);
    await expect(reader.getByRole('main').getByRole('link', { name: title })).toBeVisible();
  }
  await reader.getByRole('main').getByRole('link', { name: title }).click();
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(reader.getByText('Det går inte att boka möten.')).toBeVisible();
  await reader.goto('/status?lang=en');
  await expect(reader.getByRole('main').getByRole('link', { name: title })).toBeVisible();
  await reader.goto('/status?lang=sv');

  const update = async (status: string, text: string) => {
    await page.getByRole('main').getByRole('link', { name: title }).click();
    await page.getByRole('radio', { name: new RegExp(`^${say(`status-word-${status}`)}`) }).check();
    await inSwedish('status-desk-field-text').fill(text);
    await page.getByRole('button', { name: say('status-desk-publish-update') }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('status-desk-title'));
  };
  await update('identified', 'En kabel är av. Vi lagar den.');
  await reader.reload();
  await expect(reader.getByText('En kabel är av. Vi lagar den.')).toBeVisible();
  await update('resolved', 'Kabeln är hel igen.');
  await expect(page.getByText(title)).toHaveCount(0);

  await reader.goto('/');
  await expect(reader.getByText(title)).toHaveCount(0);
  await reader.goto('/status/history');
  await reader.getByRole('link', { name: title }).click();
  await expect(reader.getByRole('main').getByRole('listitem').filter({ hasText: 'Kabeln är hel igen.' })).toContainText(say('status-word-resolved'));
});

/** What `datetime-local` takes, so many hours from now, on the portal's wall clock. */
function wallClock(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toLocaleString('sv-SE', { timeZone: 'Europe/Stockholm' }).slice(0, 16).replace(' ', 'T');
}

test('work at short notice is published once it is confirmed, and can be called off', async ({ page, someone, say }) => {
  const title = `Videomöten stängs en stund ${Date.now()}`;
  const reader = await someone();
  await signIn(page, people.petter);
  await page.goto('/desk/status');
  await page.getByRole('link', { name: say('status-desk-new-maintenance') }).click();
  const inSwedish = (field: string) => page.getByLabel(say('status-desk-in-language', { field: say(field), language: say('status-desk-lang-sv') }));
  await page.getByRole('checkbox', { name: 'Videomöten' }).check();
  await inSwedish('status-desk-field-title').fill(title);
  await inSwedish('status-desk-field-text').fill('Vi byter en server.');
  const [starts, ends] = [page.getByLabel(say('status-desk-starts')), page.getByLabel(say('status-desk-ends'))];
  await starts.fill(wallClock(3));
  await ends.fill(wallClock(2));
  const publish = page.getByRole('button', { name: say('status-desk-publish-maintenance') });
  await publish.click();
  const summary = page.getByRole('alert', { name: say('errors-title') });
  await expect(summary.getByRole('link')).toHaveText([say('problem-bad-time')]);
  await ends.fill(wallClock(4));
  await publish.click();
  await expect(summary.getByRole('link')).toHaveText([say('problem-short-notice')]);
  await expect(inSwedish('status-desk-field-title')).toHaveValue(title);
  await expect(page.getByRole('checkbox', { name: 'Videomöten' })).toBeChecked();
  await page.getByLabel(say('status-desk-confirm')).check();
  await publish.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('status-desk-title'));

  for (const path of ['/', '/status']) {
    await reader.goto(path);
    await expect(reader.getByRole('main').getByRole('link', { name: title })).toBeVisible();
  }
  await page.getByRole('main').getByRole('link', { name: title }).click();
  await page.getByRole('radio', { name: say('status-action-cancel') }).check();
  await page.getByRole('button', { name: say('status-desk-publish-update') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('status-desk-title'));
  await reader.goto('/');
  await expect(reader.getByText(title)).toHaveCount(0);
  await reader.goto('/status');
  await expect(reader.getByRole('listitem').filter({ hasText: title })).toContainText(say('status-word-cancelled'));
});

test('nobody else is told that status can be posted', async ({ page, someone, say }) => {
  const error = say('error-not-found-title');
  await signIn(page, people.amina);
  for (const path of ['/desk', '/desk/status', '/desk/status/incidents/new', '/desk/outbox']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(error);
  }
  const guest = await someone();
  await guest.goto('/desk/status');
  await expect(guest.getByRole('heading', { level: 1 })).toHaveText(say('sign-in-title'));
});
