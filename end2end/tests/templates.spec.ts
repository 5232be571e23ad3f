// An administrator writes a template, an agent inserts it into a reply, and a manager reads how it goes.

import { expect, signIn, test } from '../helpers/fyr';
import { people } from '../helpers/people';
import { fillIn, openOnDesk, send } from '../helpers/tickets';

test('a template is written, inserted, changed and sent', async ({ page, someone, lang, say, javaScriptEnabled: js = true }) => {
  await signIn(page, people.astrid);
  await page.goto(`/desk/settings/templates?lang=${lang}`);
  await page.getByRole('link', { name: say('settings-template-new') }).click();
  const title = `Mall ${js ? 'med' : 'utan'} skript`;
  await page.getByLabel(say('settings-policy-name'), { exact: true }).fill(title);
  await page.getByLabel(say('settings-plan-slug'), { exact: true }).fill(js ? 'with-script' : 'without-script');
  const text = page.getByLabel(say('settings-template-text'), { exact: true });
  await text.fill('Hej {{ nam }}!');
  const save = page.getByRole('main').getByRole('button', { name: say('settings-save') });
  await save.click();
  const summary = page.getByRole('alert', { name: say('errors-title') });
  await summary.getByRole('link').click();
  await expect(text).toBeFocused();
  await text.fill('Hej {{ name }}!\n\nSvar i {{ reference }}.');
  await save.click();
  await expect(page.getByRole('link', { name: title })).toBeVisible();

  const requester = await someone();
  await signIn(requester, people.amina);
  await requester.goto('/tickets/new');
  await fillIn(requester, say, { topic: 'sign-in', subject: `${title}?`, description: 'Koden kommer inte.' });
  const reference = await send(requester, say, js);

  const agent = await someone();
  await signIn(agent, people.jonas);
  await agent.goto(`/desk?lang=${lang}`);
  await openOnDesk(agent, say, reference);
  const body = agent.getByLabel(say('desk-reply-body'), { exact: true });
  await body.fill('Först det här.');
  await agent.getByLabel(say('desk-template'), { exact: false }).selectOption(title);
  await agent.getByRole('button', { name: say('desk-template-insert') }).click();
  await expect(agent.getByText(say('desk-template-inserted'))).toBeVisible();
  await expect(body).toHaveValue(`Först det här.\n\nHej Amina!\n\nSvar i ${reference}.`);
  await body.fill(`Hej Amina!\n\nNu svarar jag i ${reference}.`);
  await agent.getByRole('button', { name: say('desk-reply-send') }).click();
  await expect(agent.getByText(say('notice-desk-reply-sent'))).toBeVisible();
  await requester.goto(`/tickets/${reference}`);
  await expect(requester.getByText(`Nu svarar jag i ${reference}.`)).toBeVisible();

  await page.getByRole('link', { name: say('results-title') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('results-title'));
  await expect(page.getByRole('listitem').filter({ hasText: say('results-answered-in-time') })).toContainText('%');
});
