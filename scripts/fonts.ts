// Makes app/styles/fonts/ anew: of each face what its unicode-range in tokens.css names, and the weights that are used.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import subsetFont from "subset-font";

const STYLES = path.join(import.meta.dirname, "../app/styles");

const DISPLAY = import.meta.resolve("@fontsource/sofia-sans-extra-condensed/package.json");
const TEXT = import.meta.resolve("@fontsource-variable/onest/package.json");

/** Whole faces of one script each, which browsers fetch for the rare other characters. */
const WHOLE: Record<string, URL> = {
  "display-latin": new URL("files/sofia-sans-extra-condensed-latin-800-normal.woff2", DISPLAY),
  "display-cyrillic": new URL("files/sofia-sans-extra-condensed-cyrillic-800-normal.woff2", DISPLAY),
  "text-latin": new URL("files/onest-latin-wght-normal.woff2", TEXT),
  "text-cyrillic": new URL("files/onest-cyrillic-wght-normal.woff2", TEXT),
};

/** The characters of a `unicode-range`. */
function charactersOf(range: string): string {
  return [...range.matchAll(/U\+([\dA-F]+)(?:-([\dA-F]+))?/g)]
    .flatMap(([, first, last = first]) => {
      const from = parseInt(first!, 16);
      return Array.from({ length: parseInt(last!, 16) - from + 1 }, (_, index) => from + index);
    })
    .map((code) => String.fromCodePoint(code))
    .join("");
}

const faces = readFileSync(path.join(STYLES, "tokens.css"), "utf8").matchAll(/@font-face \{[^}]+\}/g);
for (const [face] of faces) {
  const name = /url\(".\/fonts\/([\w-]+)\.woff2"\)/.exec(face)?.[1];
  if (!name) continue;
  const [, min, max] = /font-weight: (\d+)(?: (\d+))?/.exec(face)!;
  const weights = max ? { wght: { min: Number(min), max: Number(max), default: Number(min) } } : undefined;
  const characters = charactersOf(/unicode-range:([^;]+)/.exec(face)![1]!);
  const font = await subsetFont(readFileSync(WHOLE[name]!), characters, {
    targetFormat: "woff2",
    ...(weights && { variationAxes: weights }),
  });
  writeFileSync(path.join(STYLES, "fonts", `${name}.woff2`), font);
  console.log(`${name}: ${font.length} bytes`);
}
