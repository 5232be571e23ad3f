// Someone searches, finds an article, reads it in another language, and says whether it helped.

import { expect, test } from '../helpers/fyr';
import { languages, type Lang, sayIn } from '../helpers/texts';

const slug = 'bankid-on-new-phone';
const titles: Record<Lang, string> = {
  sv: 'BankID på en ny telefon',
  nb: 'BankID på ny telefon',
  nn: 'BankID på ny telefon',
  en: 'BankID on a new phone',
};
const typed: Record<Lang, string> = {
  sv: 'bankdi ny telfon',
  nb: 'bankdi ny telfon',
  nn: 'bankdi ny telfon',
  en: 'bankdi new phoen',
};

for (const lang of languages) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang });

    test('a misspelt question leads to the article', async ({ page, say, javaScriptEnabled: js = true }) => {
      await page.goto('/');
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('home-title'));
      const field = page.getByRole(js ? 'combobox' : 'searchbox', { name: say('search-label') });
      if (js) {
        await field.pressSequentially(typed[lang]);
        const entries = page.getByRole('listbox', { name: say('search-suggestions') }).getByRole('option');
        const wanted = entries.filter({ hasText: titles[lang] });
        await expect(wanted).toBeVisible();
        await expect(entries.last()).toHaveText(say('search-for', { q: typed[lang] }));
        await expect(field).toHaveAttribute('aria-expanded', 'true');
        await field.press('ArrowUp');
        await expect(entries.last()).toHaveAttribute('aria-selected', 'true');
        await field.press('Escape');
        await expect(field).toHaveAttribute('aria-expanded', 'false');
        await expect(field).toHaveValue(typed[lang]);
        await field.press('ArrowDown');
        const id = await field.getAttribute('aria-activedescendant');
        expect(id).toBe(await entries.first().getAttribute('id'));
        while ((await wanted.getAttribute('aria-selected')) !== 'true') await field.press('ArrowDown');
        await field.press('Enter');
      } else {
        await field.fill(typed[lang]);
        await page.getByRole('button', { name: say('search-button'), exact: true }).click();
        await expect(page.getByRole('searchbox', { name: say('search-label') })).toHaveValue(typed[lang]);
        await page.getByRole('main').getByRole('link', { name: titles[lang], exact: true }).click();
      }
      await expect(page).toHaveURL(new RegExp(`/articles/${slug}$`));
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(titles[lang]);
    });

    test('a reader says whether the article helped, and why', async ({ page, say }) => {
      await page.goto('/articles/report-deadlines');
      await page.getByRole('button', { name: say('rating-no'), exact: true }).click();
      await expect(page.getByRole('heading', { name: say('rating-thanks-no') })).toBeVisible();
      await page.getByLabel(say('rating-comment')).fill('x'.repeat(20_000));
      await page.getByRole('button', { name: say('rating-comment-send'), exact: true }).click();
      await expect(page.getByRole('alert', { name: say('errors-title') })).toBeVisible();
      await page.getByLabel(say('rating-comment')).fill('Vad gäller på röda dagar?');
      await page.getByRole('button', { name: say('rating-no'), exact: true }).click();
      await expect(page.getByRole('heading', { name: say('rating-thanks-comment') })).toBeVisible();
      await page.goto('/articles/report-deadlines');
      await page.getByRole('button', { name: say('rating-yes'), exact: true }).click();
      await expect(page.getByRole('heading', { name: say('rating-thanks'), exact: true })).toBeVisible();
    });
  });
}

test('the languages in the header and in the article lead to the same article', async ({ page, say }) => {
  await page.goto(`/articles/${slug}`);
  await page.getByRole('navigation', { name: say('language-label'), exact: true }).getByRole('link', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(titles.en);
  const english = sayIn('en');
  await page.getByRole('navigation', { name: english('article-languages') }).getByRole('link', { name: 'Norsk bokmål' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
  await expect(page.getByRole('button', { name: sayIn('nb')('rating-yes') })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sayIn('nb')('home-title'));
});

test('articles are found by subject, and a search can be narrowed to one', async ({ page, say }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: say('nav-label') }).getByRole('link', { name: say('nav-articles') }).click();
  await page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link', { name: 'Teknisk hjälp' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Teknisk hjälp');
  await page.goto('/search?q=ladda upp');
  await page.getByRole('navigation', { name: say('search-categories') }).getByRole('link', { name: /^Teknisk hjälp/ }).click();
  await expect(page).toHaveURL(/category=technical/);
  const hits = page.getByRole('main').getByRole('list').filter({ has: page.locator('mark') }).getByRole('heading', { level: 2 });
  await expect(hits.first()).toBeVisible();
  await expect(page.getByRole('searchbox', { name: say('search-label') }).or(page.getByRole('combobox', { name: say('search-label') }))).toHaveValue('ladda upp');
});
