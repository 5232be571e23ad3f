// Every page in every state worth looking at, and the way there: what the checks of accessibility and the tour go through.

import type { Page } from '@playwright/test';
import { away, expect, fromANetworkOfItsOwn, newAddress, signIn, small, tooOften } from './fyr';
import { linkIn, mailTo } from './mail';
import { alone, people, type Person } from './people';
import { type Lang, type Say, sayIn } from './texts';
import { file, fileField, files, fillIn, sendButton } from './tickets';

export type Place = {
  name: string;
  /** Nobody: a guest. */
  who?: Person;
  /** The language of the page. */
  lang: Lang;
  open: (page: Page, say: Say) => Promise<unknown>;
};

const at = (path: string) => (page: Page) => page.goto(path);

/** Opens a page, and a link on it. */
const link = (path: string, name: string | RegExp) => async (page: Page) => {
  await page.goto(path);
  const [before, found] = [page.url(), page.getByRole('main').getByRole('link', { name }).first()];
  await found.click();
  await expect(page).not.toHaveURL(before);
};

/** Opens a page and sends the form behind a button as it is. */
const pressed = (path: string, button: string) => async (page: Page, say: Say) => {
  await page.goto(path);
  await page.getByRole('main').getByRole('button', { name: say(button), exact: true }).click();
  await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
};

async function form(page: Page, say: Say): Promise<void> {
  await page.goto('/tickets/new');
  await expect(sendButton(page, say, true)).toBeVisible();
}

const words = { topic: 'technical-problem', subject: 'Ljudet i videomötet är borta', description: 'Ingen hör mig.\n\nJag har provat två datorer.' };
const guest = () => ({ ...words, name: 'Gun Gäst', email: newAddress() });

const asGuest: Record<string, Place['open']> = {
  home: at('/'),
  'home, suggestions open': async (page, say) => {
    await page.goto('/');
    const field = page.getByRole('combobox', { name: say('search-label') });
    await field.pressSequentially('bankid');
    await expect(page.getByRole('option').nth(1)).toBeVisible();
    await field.press('ArrowDown');
  },
  'search, nothing asked': at('/search'),
  'search, hits': at('/search?q=rapport'),
  'search, hits in a subject': at('/search?q=ladda+upp&category=technical'),
  'search, no hits': at('/search?q=xyzzyqqq'),
  articles: at('/articles'),
  category: at('/categories/technical'),
  article: at('/articles/bankid-on-new-phone'),
  'article, guide': at('/articles/print-certificate'),
  glossary: at('/glossary'),
  'article, long': at('/articles/fill-in-activity-report'),
  'about, accessibility': at('/accessibility'),
  'about, privacy': at('/privacy'),
  'about, cookies': at('/cookies'),
  'article, rated': async (page, say) => {
    await page.goto('/articles/your-plan');
    await page.getByRole('button', { name: say('rating-no'), exact: true }).click();
    await expect(page.getByRole('heading', { name: say('rating-thanks-no') })).toBeVisible();
  },
  'article, comment too long': async (page, say) => {
    await page.goto('/articles/your-plan');
    await page.getByRole('button', { name: say('rating-yes'), exact: true }).click();
    await page.getByLabel(say('rating-comment')).fill('x'.repeat(20_000));
    await page.getByRole('button', { name: say('rating-comment-send'), exact: true }).click();
    await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
  },
  'ticket form': form,
  'ticket form, being filled in': async (page, say) => {
    await form(page, say);
    await fillIn(page, say, guest());
    await fileField(page, say).setInputFiles([files.text, files.picture]);
    await expect(page.getByText(say('upload-ready'))).toBeVisible();
    await expect(page.getByText(say('draft-saved'))).toBeVisible();
    await expect(page.getByText(say('help-articles'))).toBeVisible();
  },
  'ticket form, with errors': async (page, say) => {
    await form(page, say);
    const program = { name: 'spel.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ\0\0') };
    await fileField(page, say).setInputFiles([files.text, program]);
    await expect(page.getByText(say('problem-file-kind', { name: program.name }))).toBeVisible();
    await sendButton(page, say, true).click();
    await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
  },
  'ticket form, check': async (page, say) => {
    await form(page, say);
    await fillIn(page, say, guest());
    await fileField(page, say).setInputFiles(files.text);
    await expect(page.getByText(say('upload-ready'))).toBeVisible();
    // what the button says where JavaScript is off
    await sendButton(page, say, true).evaluate((button) => button.setAttribute('name', 'step'));
    await sendButton(page, say, true).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('check-title'));
  },
  'ticket form, too much at once': async (page, say) => {
    await form(page, say);
    // chosen as where nothing is sent early: the file goes with the form
    await fileField(page, say).evaluate((input: HTMLInputElement) => {
      const chosen = new DataTransfer();
      chosen.items.add(new File([new Uint8Array(5_000_000)], 'film.mp4'));
      input.files = chosen.files;
    });
    await sendButton(page, say, true).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('error-too-large-title'));
  },
  'ticket, just filed': (page, say) => file(page, say, true, guest()),
  'ticket, empty answer': async (page, say) => {
    await file(page, say, true, guest());
    await page.getByRole('button', { name: say('answer-send') }).click();
    await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
  },
  'ticket, an answer with a file': async (page, say) => {
    await file(page, say, true, guest());
    await page.getByLabel(say('answer-body')).fill('Här är en bild.\n\nOch en lista.');
    await fileField(page, say).setInputFiles([files.text, files.picture]);
    await expect(page.getByText(say('upload-ready'))).toBeVisible();
    await page.getByRole('button', { name: say('answer-send') }).click();
    await expect(page.getByRole('link', { name: files.picture.name })).toBeVisible();
  },
  'ticket link': at('/tickets/link'),
  'ticket link, wrong address': pressed('/tickets/link', 'link-send'),
  'ticket link, sent': at('/tickets/link/sent'),
  'ticket link, expired': at('/tickets/ABC-DEFG?token=old'),
  'sign in': at('/sign-in'),
  'sign in, wrong password': async (page, say) => {
    await page.goto('/sign-in');
    await page.getByLabel(say('field-email')).fill(people.erik.email);
    await page.getByLabel(say('field-password')).fill('wrong');
    await page.getByRole('main').getByRole('button', { name: say('sign-in'), exact: true }).click();
    await expect(page.getByRole('alert', { name: say('sign-in-refused') })).toBeVisible();
  },
  'sign in, link': at('/sign-in/link'),
  register: at('/register'),
  'register, nothing filled in': pressed('/register', 'register-button'),
  'register, sent': at('/register/sent'),
  'password forgotten': at('/password/forgotten'),
  'password forgotten, sent': at('/password/forgotten/sent'),
  'password, link that has expired': at('/password/reset?token=old'),
  'sign in, provider': at('/sign-in/kommun?next=/tickets'),
  'sign in, provider, stopped': at('/sign-in/kommun?problem=denied&next=/tickets'),
  'sign in, provider, too late': at('/sign-in/kommun?problem=expired'),
  status: at('/status'),
  'status, days open': async (page) => {
    await page.goto('/status');
    for (const summary of await page.getByRole('main').locator('summary').all()) await summary.click();
  },
  incident: link('/status', 'Långsam uppladdning av filer'),
  'incident, over': link('/status', 'Det går inte att logga in med BankID'),
  maintenance: link('/status', 'Videomöten och bokning stängs för uppdatering'),
  'status history': at('/status/history'),
  'status history, after the end': at('/status/history?page=99'),
  'not found': at('/no/such/page'),
  'address that is no text': at('/articles/%ff'),
  unsubscribe: async (page, say) => {
    const { email, name, ...about } = guest();
    await file(page, say, true, { email, name, ...about });
    await page.getByRole('button', { name: say('ticket-close') }).click();
    const mail = await mailTo(email, say('mail-unsubscribe'));
    await page.goto(linkIn(mail, '/mail/unsubscribe'));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('unsubscribe-title'));
  },
  unsubscribed: async (page, say) => {
    await asGuest.unsubscribe!(page, say);
    await page.getByRole('button', { name: say('unsubscribe-button') }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('unsubscribed-title'));
  },
  'too many requests': async (page, say) => {
    expect((await tooOften(page, say)).status()).toBe(429);
  },
  'database away': (page) => page.goto(`${away()}/articles`),
  'database away, form': (page) => page.goto(`${away()}/tickets/new`),
  'empty portal': (page) => page.goto(small()),
  'empty portal, articles': (page) => page.goto(`${small()}/articles`),
  'empty portal, status': (page) => page.goto(`${small()}/status`),
  'empty portal, participants': async (page, say) => {
    await fromANetworkOfItsOwn(page);
    await signIn(page, alone, small());
    await page.goto(`${small()}/participants`);
    await expect(page.getByText(say('people-none'))).toBeVisible();
  },
};

const asParticipant: Record<string, Place['open']> = {
  tickets: at('/tickets'),
  'tickets, waiting': at('/tickets?show=waiting'),
  'tickets, done': at('/tickets?show=done'),
  'ticket, solved': link('/tickets', 'Fel datum i min aktivitetsrapport'),
  'ticket, no rating chosen': async (page, say) => {
    await link('/tickets', 'Fel datum i min aktivitetsrapport')(page);
    await page.getByRole('button', { name: say('survey-send') }).click();
    await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
  },
  'ticket, closed': link('/tickets', 'Bara halva intyget skrivs ut'),
  'ticket form, signed in': form,
  'who sees my tickets': at('/account/access'),
  'who sees my tickets, wrong code': async (page, say) => {
    await page.goto('/account/access');
    await page.getByLabel(say('access-code'), { exact: true }).fill('0000-0000');
    await page.getByRole('button', { name: say('access-code-look') }).click();
    await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
  },
  "colleagues' tickets": at('/tickets?of=colleagues'),
  account: at('/account'),
  'account, password': pressed('/account/password', 'password-save'),
  'account, address': pressed('/account/email', 'email-button'),
  'account, authenticator app': async (page, say) => {
    await page.goto('/account/second-factor');
    // set up already where another check was faster
    const begin = page.getByRole('button', { name: say('factor-begin') });
    if (await begin.isVisible()) await begin.click();
    await expect(page.getByRole('img', { name: say('factor-picture') })).toBeVisible();
  },
  'ways to sign in': at('/account/identities'),
  'ways to sign in, not connected': at('/account/identities?problem=stale&provider=kommun'),
};

const asCounsellor: Record<string, Place['open']> = {
  participants: at('/participants'),
  participant: link('/participants', people.amina.name),
  'participant, none such': async (page, say) => {
    await link('/participants', people.amina.name)(page);
    await page.getByRole('link', { name: say('show-done'), exact: true }).click();
    await expect(page.getByRole('link', { name: say('show-done'), exact: true })).toHaveAttribute('aria-current', /page|true/);
  },
  'participants, all tickets': at('/participants/tickets'),
  'participants, nothing ticked': async (page, say) => {
    await page.goto('/participants/tickets');
    await page.getByText(say('bulk-do')).click();
    await page.getByText(say('bulk-close'), { exact: true }).click();
    await page.getByRole('button', { name: say('bulk-close-yes') }).click();
    await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
  },
  'participants, hand over': at('/participants/hand-over'),
  'participants, invite': at('/participants/invite'),
  'participant, write': link('/participants', `Skriv för ${people.amina.name}`),
  'participant, ticket': async (page, say) => {
    await link('/participants', people.erik.name)(page);
    await page.getByRole('link', { name: 'Fel datum i min aktivitetsrapport' }).click();
    await expect(page.getByRole('list', { name: say('thread-label') })).toBeVisible();
  },
};

const asAgent: Record<string, Place['open']> = {
  desk: at('/desk'),
  'desk, everything': at('/desk?state=all'),
  'desk, nothing fits': at('/desk?state=done&priority=p1&assignee=nobody'),
  'desk ticket': link('/desk?state=all', 'Deltagare kan inte ladda upp intyg'),
  'desk ticket, nobody has it': link('/desk?state=all', 'Må flytte møtet med rettleiaren min'),
  'desk ticket, rated or closed': link('/desk?state=all', 'Bara halva intyget skrivs ut'),
  'desk ticket, empty answer': async (page, say) => {
    await link('/desk?state=all', 'Deltagare kan inte ladda upp intyg')(page);
    await page.getByRole('button', { name: say('desk-reply-send') }).click();
    await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
  },
  'desk ticket, empty note': async (page, say) => {
    await link('/desk?state=all', 'Deltagare kan inte ladda upp intyg')(page);
    await page.getByRole('button', { name: say('desk-note-send') }).click();
    await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
  },
};

const asEditor: Record<string, Place['open']> = {
  'articles at the desk': at('/desk/articles'),
  'articles at the desk, none': at('/desk/articles?group=archived'),
  'article at the desk': link('/desk/articles', /BankID/),
  'article at the desk, where to': async (page, say) => {
    await link('/desk/articles', /BankID/)(page);
    await page.getByText(say('writing-archive'), { exact: true }).first().click();
    await page.getByLabel(say('writing-redirect')).fill('ingenstans');
    await page.getByRole('button', { name: say('writing-archive') }).click();
    await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
  },
  'article editor': async (page, say) => {
    await link('/desk/articles', /BankID/)(page);
    await page.getByRole('link', { name: new RegExp(`${say('writing-edit')}.*Norsk nynorsk`) }).click();
    await expect(page.getByLabel(say('writing-field-source'), { exact: true })).not.toBeEmpty();
  },
  'article editor, preview': async (page, say) => {
    await link('/desk/articles', /BankID/)(page);
    await page.getByRole('link', { name: new RegExp(`${say('writing-edit')}.*Svenska`) }).click();
    await page.getByRole('button', { name: say('writing-preview') }).click();
    await expect(page.getByRole('region', { name: say('writing-preview') })).not.toBeEmpty();
  },
  'article editor, nothing chosen': async (page, say) => {
    await link('/desk/articles', /BankID/)(page);
    await page.getByRole('link', { name: new RegExp(`${say('writing-edit')}.*Svenska`) }).click();
    await page.getByText(say('writing-publish'), { exact: true }).first().click();
    await page.getByRole('button', { name: say('writing-publish'), exact: true }).click();
    await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
  },
  'searches at the desk': at('/desk/articles/searches'),
  'synonyms': at('/desk/articles/words/sv'),
  'synonyms with errors': async (page, say) => {
    await page.goto('/desk/articles/words/sv');
    await page.getByRole('textbox', { name: say('search-words-synonyms') }).fill('logga in, inloggning');
    await page.getByRole('button', { name: say('settings-save') }).click();
    await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
  },
  'new article': at('/desk/articles/new'),
  'new article with errors': pressed('/desk/articles/new', 'writing-save'),
};

const asStaff: Record<string, Place['open']> = {
  'status desk': at('/desk/status'),
  'status desk, outage': at('/desk/status/incidents/new'),
  'status desk, outage with errors': pressed('/desk/status/incidents/new', 'status-desk-publish-incident'),
  'status desk, more languages': async (page, say) => {
    await page.goto('/desk/status/incidents/new');
    await page.getByText(say('status-desk-more-languages'), { exact: true }).click();
    await expect(page.getByLabel(say('status-desk-in-language', { field: say('status-desk-field-title'), language: say('status-desk-lang-nb') }))).toBeVisible();
  },
  'status desk, update': link('/desk/status', /Långsam uppladdning av filer/),
  'status desk, correction': async (page, say) => {
    await link('/desk/status', /Långsam uppladdning av filer/)(page);
    await page.getByRole('link', { name: say('status-desk-correct-heading') }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('status-desk-correct-title'));
  },
  'status desk, work': at('/desk/status/maintenances/new'),
  'status desk, work at short notice': async (page, say) => {
    await page.goto('/desk/status/maintenances/new');
    const label = (field: string) => say('status-desk-in-language', { field: say(field), language: say('status-desk-lang-sv') });
    await page.getByRole('checkbox', { name: 'Bokning' }).check();
    await page.getByLabel(label('status-desk-field-title')).fill('Bokningen stängs');
    await page.getByLabel(label('status-desk-field-text')).fill('En kort stund.');
    const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toLocaleString('sv-SE', { timeZone: 'Europe/Stockholm' }).slice(0, 16).replace(' ', 'T');
    await page.getByLabel(say('status-desk-starts')).fill(soon(2));
    await page.getByLabel(say('status-desk-ends')).fill(soon(3));
    await page.getByRole('button', { name: say('status-desk-publish-maintenance') }).click();
    await expect(page.getByLabel(say('status-desk-confirm'))).toBeVisible();
  },
  'status desk, change of plan': link('/desk/status', /Videomöten och bokning stängs/),
};

const asAdmin: Record<string, Place['open']> = {
  'admin, desk': at('/desk'),
  'admin, mail not sent': at('/desk/outbox'),
  'admin, settings': at('/desk/settings'),
  'admin, branding': at('/desk/settings/branding'),
  'admin, statements': at('/desk/settings/statements'),
  'admin, settings as a file': at('/desk/settings/file'),
  'admin, components': at('/desk/settings/components'),
  'admin, channels': at('/desk/settings/channels'),
  'admin, plans': at('/desk/settings/plans'),
  'admin, plan': at('/desk/settings/plans/new'),
  'admin, service level': at('/desk/settings/service-level'),
  'admin, policy': at('/desk/settings/service-level/policies/new'),
  'admin, triage': at('/desk/settings/triage'),
  'admin, follow-up': at('/desk/settings/follow-up'),
  'guest, time zone': at('/time-zone'),
  'admin, templates': at('/desk/settings/templates'),
  'admin, template': at('/desk/settings/templates/new'),
  'admin, aims': at('/desk/settings/aims'),
  'admin, results': at('/desk/results?days=90'),
  'admin, topics': at('/desk/settings/topics'),
  'admin, escalation': at('/desk/settings/escalation'),
  'admin, rule': at('/desk/settings/escalation/rules/0'),
  'admin, opening hours looked at': async (page, say) => {
    await page.goto('/desk/settings/hours');
    await page.getByRole('main').getByRole('button', { name: say('settings-check') }).click();
    await expect(page.getByRole('status').filter({ hasText: say('settings-preview-title') })).toBeVisible();
  },
  people: at('/desk/people'),
  'people, nobody fits': at('/desk/people?q=xyzzy'),
  'people, one': link('/desk/people', people.karin.name),
  'people, organisations': at('/desk/people/organisations'),
  'people, organisation': link('/desk/people/organisations', 'Arbetslyftet'),
  'people, invitations': at('/desk/people/invitations'),
  'people, import': at('/desk/people/import'),
  'people, import looked at': async (page, say) => {
    await page.goto('/desk/people/import');
    const lines = 'email;name;organisation;team;role;level\namina.yusuf@example.org;;arbetslyftet;;manager;\nx;;;;;\n';
    await page.getByLabel(say('import-file')).setInputFiles({ name: 'lista.csv', mimeType: 'text/csv', buffer: Buffer.from(lines) });
    await page.getByRole('button', { name: say('import-look') }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('import-look-title'));
  },
};

function of(open: Record<string, Place['open']>, lang: Lang, who?: Person): Place[] {
  return Object.entries(open).map(([name, way]) => ({ name, lang, open: way, ...(who && { who }) }));
}

/** In other languages: the pages with the most text of their own. */
const translated: Record<string, Place['open']> = Object.fromEntries(
  ['home', 'search, hits', 'search, no hits', 'article', 'ticket form', 'ticket form, with errors', 'ticket, just filed', 'status', 'not found', 'too many requests', 'database away'].map((name) => [name, asGuest[name]!]),
);

export const places: Place[] = [
  ...of(asGuest, 'sv'),
  ...of(asParticipant, 'sv', people.erik),
  ...of(asCounsellor, 'sv', people.karin),
  ...of(asAgent, 'sv', people.jonas),
  ...of(asEditor, 'nb', people.astrid),
  ...of(asStaff, 'sv', people.petter),
  ...of(asAdmin, 'nb', people.astrid),
  ...of(translated, 'nb'),
  ...of(translated, 'nn'),
  ...of(translated, 'en'),
];

/** The words of a place's language. */
export const sayAt = (place: Place): Say => sayIn(place.lang);
