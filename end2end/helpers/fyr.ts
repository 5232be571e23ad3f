// What every journey starts from: `test` with a language, other people beside the first, and an eye on the browser.

import { type BrowserContext, type Page, type Response, test as base, expect } from '@playwright/test';
import { keepPages } from './pages';
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
    const lastPages = keepPages(context);
    await use(context);
    await lastPages();
    expect(troubles, 'what the browser complained about').toEqual([]);
  },
  someone: async ({ browser }, use) => {
    const opened: { context: BrowserContext; troubles: string[]; lastPages: () => Promise<void> }[] = [];
    await use(async (who) => {
      const context = await browser.newContext();
      opened.push({ context, troubles: watch(context), lastPages: keepPages(context) });
      const page = await context.newPage();
      if (who !== undefined) await signInQuickly(page, who);
      return page;
    });
    for (const { context, lastPages } of opened) {
      await lastPages();
      await context.close();
    }
    expect(opened.flatMap(({ troubles }) => troubles), 'what another browser complained about').toEqual([]);
  },
});

export { expect };

/** The portals that journeys have started for themselves. */
export const fresh = new Set<string>();

/** Collects errors in the console (also what the content security policy refused) and requests to other sites. */
function watch(context: BrowserContext): string[] {
  const troubles: string[] = [];
  const refused = new Set<string>();
  context.on('response', (response) => {
    // a page that says what is wrong has such a status, and Chromium notes it in the console
    const told = (response.status() >= 400 && response.status() < 500) || response.url().startsWith(away());
    // and so it does where an island was told that something is too large
    const tooLarge = response.status() === 413;
    if ((response.request().isNavigationRequest() && told) || tooLarge) refused.add(response.url());
  });
  context.on('console', (message) => {
    if (message.type() === 'error' && !refused.has(message.location().url)) {
      troubles.push(`${message.text()} (${message.location().url})`);
    }
  });
  context.on('weberror', (error) => troubles.push(`${error.error().stack}`));
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    const ours = [...fresh, process.env.FYR_JOURNEYS_URL, process.env.FYR_JOURNEYS_PROVIDER_URL, small(), away()];
    if (protocol.startsWith('http') && !ours.includes(origin)) troubles.push(`asked ${request.url()}`);
  });
  return troubles;
}

/** The portal that is nearly empty and allows little. */
export const small = () => process.env.FYR_JOURNEYS_SMALL_URL!;
/** The portal whose database is away. */
export const away = () => process.env.FYR_JOURNEYS_AWAY_URL!;

/** Signs in through the form, as people do. */
export async function signIn(page: Page, who: Person, portal = ''): Promise<void> {
  const say = sayIn(await langOf(page, `${portal}/sign-in`));
  await page.getByLabel(say('field-email'), { exact: true }).fill(who.email);
  await page.getByLabel(say('field-password'), { exact: true }).fill(password);
  await page.getByRole('main').getByRole('button', { name: say('sign-in'), exact: true }).click();
  await expect(page.getByRole('button', { name: sayIn(who.lang)('sign-out') })).toBeVisible();
}

/** Signs in without the pages of it, for journeys that are about others. */
export async function signInQuickly(page: Page, who: Person): Promise<void> {
  const answer = await page.request.post('/sign-in', { form: { email: who.email, password }, maxRedirects: 0 });
  expect(answer.status(), `${who.email} signs in`).toBe(303);
}

async function langOf(page: Page, path: string): Promise<Lang> {
  await page.goto(path);
  return (await page.locator('html').getAttribute('lang')) as Lang;
}

/** Lets the pages of a browser come from a network that no other journey comes from. */
export async function fromANetworkOfItsOwn(page: Page): Promise<void> {
  const part = () => 1 + Math.floor(Math.random() * 254);
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': `10.${part()}.${part()}.${part()}` });
}

/** Asks for links again and again, until there is another answer than that they were sent. */
export async function tooOften(page: Page, say: Say): Promise<Response> {
  await fromANetworkOfItsOwn(page);
  for (let times = 1; times <= 3; times += 1) {
    await page.goto(`${small()}/tickets/link`);
    await page.getByLabel(say('field-email')).fill(newAddress());
    const posted = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: say('link-send'), exact: true }).click();
    const answer = await posted;
    if (answer.status() !== 303) return answer;
  }
  throw new Error('nothing was ever too much');
}

let count = 0;

/** An address nobody else writes from. */
export function newAddress(): string {
  count += 1;
  return `guest-${process.pid}-${Date.now()}-${count}@example.org`;
}
