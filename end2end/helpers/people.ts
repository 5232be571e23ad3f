// The people of the demonstration (demo/demo.toml).

import type { Lang } from './texts';

export type Person = { email: string; name: string; lang: Lang };

export const password = 'fyr-demo-2026';

const address = (name: string) => name.toLowerCase().replace(' ', '.').replace('ö', 'o');
const person = (name: string, lang: Lang): Person => ({ name, lang, email: `${address(name)}@example.org` });

/** A counsellor without participants, in the portal that is nearly empty. */
export const alone = person('Elin Tom', 'sv');

export const people = {
  amina: person('Amina Yusuf', 'sv'),
  erik: person('Erik Lindqvist', 'sv'),
  lars: person('Lars Haugen', 'nb'),
  sofie: person('Sofie Berg', 'nn'),
  david: person('David Mensah', 'en'),
  karin: person('Karin Holm', 'sv'),
  ingrid: person('Ingrid Nilsen', 'nb'),
  jonas: person('Jonas Ek', 'sv'),
  petter: person('Petter Dahl', 'sv'),
  astrid: person('Astrid Vik', 'nb'),
  helena: person('Helena Strand', 'sv'),
  oskar: person('Oskar Lund', 'sv'),
  maja: person('Maja Ström', 'sv'),
  leo: person('Leo Wikström', 'sv'),
  nour: person('Nour Haddad', 'sv'),
  emma: person('Emma Clarke', 'en'),
};
