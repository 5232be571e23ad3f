// A portal that nobody has an account in: the link that the program prints makes it somebody's, with a whole service from a preset.

import { expect, fresh, test } from '../helpers/fyr';
import { serve } from '../helpers/program';
import { fillIn, send } from '../helpers/tickets';
import type { Lang } from '../helpers/texts';

const services: [Lang, string][] = [
  ['sv', 'participant-portal'],
  ['nb', 'shop-customer-service'],
  ['nn', 'municipal-platform'],
  ['en', 'it-service-desk'],
  ['sv', 'website-builder'],
];

for (const [lang, preset] of services) {
  test.describe(preset, () => {
    test.use({ lang });

    test('a service from a preset answers its first ticket', async ({ page, someone, say, like, javaScriptEnabled: js = true }) => {
      const portal = await serve({ settings: { FYR_DEFAULT_LANG: lang, FYR_LIMIT_SIGN_IN: '1000' }, ready: '/readyz' });
      fresh.add(portal.url);
      try {
        const printed = () => /Make the first account: (\S+)/.exec(portal.said());
        await expect.poll(printed).not.toBeNull();
        await page.goto(printed()![1]!);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('first-run-title'));
        await page.getByLabel(say('new-name')).fill('Astrid Vik');
        await page.getByLabel(say('field-email'), { exact: true }).fill('astrid@example.org');
        await page.getByLabel(like('settings-portal-name')).fill('Nordvik');
        await page.getByRole('radio').and(page.locator(`[value="${preset}"]`)).check();
        await page.getByLabel(say('first-run-examples')).check();
        await page.getByRole('button', { name: say('first-run-button') }).click();
        // a password is missing, and nothing that was typed is lost
        await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
        await page.getByLabel(say('field-password'), { exact: true }).fill('en lang nøkkel til fyret');
        await page.getByRole('button', { name: say('first-run-button') }).click();
        await expect(page.getByText(say('notice-portal-made'))).toBeVisible();
        await expect(page.getByRole('heading', { name: say('checklist-title') })).toBeVisible();
        await expect(page.getByRole('banner')).toContainText('Nordvik');

        const requester = await someone();
        await requester.goto(`${portal.url}/tickets/new?lang=${lang}`);
        await requester.getByLabel(say('ticket-topic')).selectOption({ index: 1 });
        await fillIn(requester, say, { subject: 'Den første', description: 'Hvordan gjør jeg det?', name: 'Siri', email: 'siri@example.org' });
        await send(requester, say, js);
        await expect(requester.getByRole('heading', { level: 1 })).toContainText('Den første');

        await page.goto(`${portal.url}/desk`);
        await page.getByRole('link', { name: 'Den første' }).click();
        await page.getByLabel(say('desk-reply-body'), { exact: true }).fill('Slik gjør du.');
        await page.getByRole('button', { name: say('desk-reply-send') }).click();
        await expect(page.getByText(say('notice-desk-reply-sent'))).toBeVisible();
        await requester.reload();
        await expect(requester.getByText('Slik gjør du.')).toBeVisible();
        // a page that is open would look for its portal after it has ended
        for (const open of [requester, page]) await open.goto('about:blank');
      } finally {
        expect(await portal.end(), 'what it logged as faults of its own').toEqual([]);
      }
    });
  });
}
