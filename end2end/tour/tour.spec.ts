// Pictures of every page and state, wide and narrow, light and dark, for people to look at.
// `npx playwright test --project=tour`; they go to the folder TOUR, or to one beside other temporary files.

import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signIn, test } from '../helpers/fyr';
import { places, sayAt } from '../helpers/places';

const folder = process.env.TOUR || path.join(tmpdir(), 'fyr-tour');
mkdirSync(folder, { recursive: true });

for (const place of places) {
  test.describe(() => {
    test.use({ lang: place.lang });

    test(`${place.name} (${place.who?.name ?? 'guest'}, ${place.lang})`, async ({ page }) => {
      if (place.who !== undefined) await signIn(page, place.who);
      await place.open(page, sayAt(place));
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const width of [1280, 360]) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 800 });
          const name = `${place.name}-${place.lang}-${width}-${colorScheme}.png`.replace(/[ ,]+/g, '-');
          await page.screenshot({ path: path.join(folder, name), fullPage: true });
        }
      }
    });
  });
}
