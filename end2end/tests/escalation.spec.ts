// From an urgent ticket to its documentation: it goes up at once, somebody takes it, and the requester reads what happens.

import { expect, signIn, test } from '../helpers/fyr';
import { people } from '../helpers/people';
import { fillIn, openOnDesk, send } from '../helpers/tickets';

test('an urgent ticket goes up, is taken, solved and documented', async ({ page, someone, lang, say, like, javaScriptEnabled: js = true }) => {
  await signIn(page, people.erik);
  await page.goto('/tickets/new');
  await fillIn(page, say, { topic: 'technical-problem', subject: 'Konton är öppna', description: 'Alla kan se allas konton.' });
  await page.getByLabel(say('new-kind')).selectOption(say('kind-incident'));
  await page.getByLabel(say('new-impact')).selectOption(say('impact-everyone'));
  await page.getByLabel(say('new-urgent'), { exact: true }).selectOption(say('urgent-cause-security'));
  await page.getByLabel(say('new-urgent-effect')).fill('Uppgifter kan läcka.');
  await page.getByLabel(like('new-urgent-phone')).first().fill('070-123 45 67');
  const reference = await send(page, say, js);
  await expect(page.getByText(say('level-3')).first()).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText('P1');

  const agent = await someone();
  await signIn(agent, people.astrid);
  await agent.goto(`/desk?lang=${lang}`);
  await openOnDesk(agent, say, reference);
  await expect(agent.getByText(say('impact-everyone'), { exact: true }).first()).toBeVisible();
  await expect(agent.getByText('070-123 45 67').first()).toBeVisible();
  await agent.getByRole('button', { name: say('desk-take'), exact: true }).click();
  await expect(agent.getByText(say('notice-ticket-acknowledged'))).toBeVisible();
  await expect(agent.getByRole('button', { name: say('desk-take'), exact: true })).toHaveCount(0);
  await agent.getByLabel(say('desk-reply-body'), { exact: true }).fill('Alla konton är låsta nu.');
  await agent.getByLabel(say('desk-then'), { exact: true }).selectOption('solved');
  await agent.getByRole('button', { name: say('desk-reply-send') }).click();
  await expect(agent.getByText(say('notice-desk-reply-sent'))).toBeVisible();

  await page.goto(`/tickets/${reference}`);
  await expect(page.getByText(like('next-closes'))).toBeVisible();
  await page.getByRole('link', { name: say('documentation-link') }).click();
  await expect(page.getByRole('heading', { name: say('documentation-solution') })).toBeVisible();
  await expect(page.getByText('Alla konton är låsta nu.').first()).toBeVisible();
  await expect(page.getByText(like('event-acknowledged'))).toHaveCount(0);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: say('documentation-pdf') }).click();
  expect((await download).suggestedFilename()).toBe(`${reference}.pdf`);
});

test('a requester who is stuck asks for more', async ({ page, say, javaScriptEnabled: js = true }) => {
  await signIn(page, people.amina);
  await page.goto('/tickets/new');
  await fillIn(page, say, { topic: 'sign-in', subject: 'Koden kommer inte', description: 'Jag väntar på koden.' });
  await send(page, say, js);
  await page.getByText(say('escalate-button'), { exact: true }).click();
  await page.getByRole('button', { name: say('escalate-send'), exact: true }).click();
  const summary = page.getByRole('alert', { name: say('errors-title') });
  await summary.getByRole('link').click();
  const reason = page.getByLabel(say('escalate-reason'));
  await expect(reason).toBeFocused();
  await reason.fill('Jag har ett möte i morgon.');
  await page.getByRole('button', { name: say('escalate-send'), exact: true }).click();
  await expect(page.getByText(say('notice-escalation-requested'))).toBeVisible();
  await expect(page.getByText(say('level-2')).first()).toBeVisible();
  await expect(page.getByText(say('escalate-button'), { exact: true })).toHaveCount(0);
});
