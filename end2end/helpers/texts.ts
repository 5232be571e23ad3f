// The words of the pages, read from where the pages read them, so that journeys speak every language.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const languages = ['sv', 'nb', 'nn', 'en'] as const;
export type Lang = (typeof languages)[number];
export const locales: Record<Lang, string> = { sv: 'sv-SE', nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' };

type Values = Record<string, string | number>;

/** A text of `lang`. Every `{ $value }` in it must be given. */
export type Say = (key: string, values?: Values) => string;

/** A text of `lang` as a pattern of a whole string; what is not given may be anything. */
export type Like = (key: string, values?: Values) => RegExp;

const folder = path.resolve(__dirname, '../../crates/i18n/locales');

function read(lang: Lang): Map<string, string> {
  const texts = new Map<string, string>();
  for (const file of readdirSync(path.join(folder, lang))) {
    let key = '';
    for (const line of readFileSync(path.join(folder, lang, file), 'utf8').split('\n')) {
      const begins = /^([a-z][a-z0-9-]*) = ?(.*)$/.exec(line);
      if (begins) {
        key = begins[1]!;
        texts.set(key, begins[2]!);
      } else if (/^[ }]/.test(line)) {
        texts.set(key, `${texts.get(key)}\n${line}`);
      }
    }
  }
  return texts;
}

const all = Object.fromEntries(languages.map((lang) => [lang, read(lang)])) as Record<Lang, Map<string, string>>;

function text(lang: Lang, key: string, values: Values): string {
  const found = all[lang].get(key);
  if (found === undefined) throw new Error(`there is no text ${key} in ${lang}`);
  return choose(lang, found, values).replace(/\{ \$([a-z]+) \}/g, (whole, name: string) => `${values[name] ?? whole}`);
}

/** `{ $count -> [one] … *[other] … }` */
function choose(lang: Lang, found: string, values: Values): string {
  return found.replace(/\{ \$([a-z]+) ->([\s\S]*?)\n\}/g, (_, name: string, branches: string) => {
    const count = Number(values[name]);
    const wanted = [String(count), new Intl.PluralRules(locales[lang]).select(count)];
    const words = [...branches.matchAll(/\n\s*\*?\[(\w+)\] ([^\n]*)/g)].map((match) => [match[1], match[2]] as const);
    return (words.find(([word]) => wanted.includes(word!)) ?? words.at(-1))?.[1] ?? '';
  });
}

export function sayIn(lang: Lang): Say {
  return (key, values = {}) => {
    const words = text(lang, key, values);
    if (words.includes('{ $')) throw new Error(`${key} needs more values: ${words}`);
    return words;
  };
}

export function likeIn(lang: Lang): Like {
  return (key, values = {}) => {
    const literal = text(lang, key, values).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(literal.replace(/\\\{ \\\$[a-z]+ \\\}/g, '.+'));
  };
}
