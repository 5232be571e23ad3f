// What every journey starts from: `test` with a language, other people beside the first, and an eye on the browser.

import { type BrowserContext, type Page, test as base, expect } from '@playwright/test';
import { type Person, password } from './people';
import { type Lang, type Like, likeIn, locales, type Say, sayIn } from './texts';

type Options = {
  /** The language of the browser. */
  lang: Lang;
};

type Fixtures = {
  /** Texts in the browser's language. */
  say: Say;
  /** Patterns of texts in the browser's language. */
  like: Like;
  /** Another browser, with nobody or with this person signed in. */
  someone: (who?: Person) => Promise<Page>;
};

export const test = base.extend<Options & Fixtures>({
  lang: ['sv', { option: true }],
  locale: ({ lang }, use) => use(locales[lang]),
  baseURL: ({}, use) => use(process.env.FYR_JOURNEYS_URL),
  say: ({ lang }, use) => use(sayIn(lang)),
  like: ({ lang }, use) => use(likeIn(lang)),
  context: async ({ context }, use) => {
    const troubles = watch(context);
    await use(context);
    expect(troubles, 'what the browser complained about').toEqual([]);
  },
  someone: async ({ browser }, use) => {
    const opened: { context: BrowserContext; troubles: string[] }[] = [];
    await use(async (who) => {
      const context = await browser.newContext();
      opened.push({ context, troubles: watch(context) });
      const page = await context.newPage();
      if (who !== undefined) await signIn(page, who);
      return page;
    });
    for (const { context } of opened) await context.close();
    expect(opened.flatMap(({ troubles }) => troubles), 'what another browser complained about').toEqual([]);
  },
});

export { expect };

/** Collects errors in the console (also what the content security policy refused) and requests to other sites. */
function watch(context: BrowserContext): string[] {
  const troubles: string[] = [];
  const refused = new Set<string>();
  context.on('response', (response) => {
    // a page that says what is wrong has such a status, and Chromium notes it in the console
    if (response.request().isNavigationRequest() && response.status() >= 400 && response.status() < 500) refused.add(response.url());
  });
  context.on('console', (message) => {
    if (message.type() === 'error' && !refused.has(message.location().url)) {
      troubles.push(`${message.text()} (${message.location().url})`);
    }
  });
  context.on('weberror', (error) => troubles.push(`${error.error().stack}`));
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== process.env.FYR_JOURNEYS_URL) troubles.push(`asked ${request.url()}`);
  });
  return troubles;
}

/** Signs in through the form, as people do. */
export async function signIn(page: Page, who: Person): Promise<void> {
  const say = sayIn(await langOf(page, '/sign-in'));
  await page.getByLabel(say('field-email'), { exact: true }).fill(who.email);
  await page.getByLabel(say('field-password'), { exact: true }).fill(password);
  await page.getByRole('main').getByRole('button', { name: say('sign-in'), exact: true }).click();
  await expect(page.getByRole('button', { name: sayIn(who.lang)('sign-out') })).toBeVisible();
}

async function langOf(page: Page, path: string): Promise<Lang> {
  await page.goto(path);
  return (await page.locator('html').getAttribute('lang')) as Lang;
}

let count = 0;

/** An address nobody else writes from. */
export function newAddress(): string {
  count += 1;
  return `guest-${process.pid}-${Date.now()}-${count}@example.org`;
}
