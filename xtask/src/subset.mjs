// Writes a smaller copy of a variable typeface: `subset.mjs SOURCE TARGET TEXT…`. It has the characters of the files TEXT
// and those of Latin-1, which names and what people write need, and the weights and features that the styles use.
import { readFileSync, writeFileSync } from "node:fs";
import subsetFont from "subset-font";

const [source, target, ...texts] = process.argv.slice(1);
const characters = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)).join("");
const latin1 = characters(0x20, 0x7e) + characters(0xa0, 0xff);
const written = texts.map((path) => readFileSync(path, "utf8")).join("");

const subset = await subsetFont(readFileSync(source), `${latin1}–—‘’“”„…${written}`, {
  targetFormat: "woff2",
  variationAxes: { wght: { min: 400, max: 700 } },
  keepFeatures: ["ccmp", "kern", "locl", "mark", "mkmk", "tnum"],
});
writeFileSync(target, subset);
