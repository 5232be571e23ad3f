// Unpacks typefaces for the programs that read no WOFF2: `fonts.mjs TARGET SOURCE…` writes `TARGET/NAME.ttf` of each `NAME.woff2`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fontverter from "fontverter";

const [target, ...sources] = process.argv.slice(1);
mkdirSync(target, { recursive: true });
for (const source of sources) {
  const unpacked = await fontverter.convert(readFileSync(source), "truetype");
  writeFileSync(join(target, `${basename(source, ".woff2")}.ttf`), unpacked);
}
