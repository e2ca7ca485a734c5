import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { posterArt, POSTER_PALETTES } from "#app/domain/poster-art.ts";
import { MOTIFS, PALETTES } from "#app/domain/poster-design.ts";

test("pictures have the colours of the pages", () => {
  const css = readFileSync(path.join(import.meta.dirname, "../../app/styles/poster.css"), "utf8");
  const ofPages = Array.from({ length: PALETTES }, (_, index) => {
    const rule = new RegExp(`\\.palette-${index} \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
    const colour = (name: string) => new RegExp(`--${name}: (#\\w+);`).exec(rule)?.[1];
    return { paper: colour("paper"), shape: colour("shape"), print: colour("print") };
  });
  expect(POSTER_PALETTES).toEqual(ofPages);
});

test("every motif is another drawing", () => {
  const drawings = Array.from({ length: MOTIFS }, (_, motif) => posterArt({ palette: 1, motif }, "fade").svg);
  expect(new Set(drawings).size).toBe(MOTIFS);
  for (const each of drawings) expect(each).not.toMatch(/undefined|NaN/);
});
