import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Font, openSync } from "fontkit";
import { expect, test } from "vitest";
import { motifSheet, posterArt, POSTER_PALETTES } from "#app/domain/posters/poster-art.ts";
import { DRAWN, markOf, MOTIFS, PALETTES } from "#app/domain/posters/poster-design.ts";

const STYLES = path.join(import.meta.dirname, "../../../app/styles");
const styles = (name: string) => readFileSync(path.join(STYLES, name), "utf8");

test("there are enough to choose from", () => {
  expect(DRAWN).toBeGreaterThanOrEqual(28);
  expect(POSTER_PALETTES).toHaveLength(PALETTES);
  expect(PALETTES).toBeGreaterThanOrEqual(16);
});

test("pictures have the colours of the pages", () => {
  const css = styles("poster-palettes.css");
  const ofPages = Array.from({ length: PALETTES }, (_, index) => {
    const rule = new RegExp(`\\.palette-${index} \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
    const colour = (name: string) => new RegExp(`--${name}: (#\\w+);`).exec(rule)?.[1];
    return { paper: colour("paper"), shape: colour("shape"), print: colour("print") };
  });
  expect(POSTER_PALETTES).toEqual(ofPages);
});

test("titles can be read on every paper, and drawings stand out from it", () => {
  for (const { paper, shape, print } of POSTER_PALETTES) {
    expect(contrast(paper, print), `${print} on ${paper}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(paper, shape), `${shape} on ${paper}`).toBeGreaterThanOrEqual(1.9);
  }
});

test("the pages have the drawings of the pictures; after a change of them, run this test with -u", async () => {
  await expect(motifSheet()).toMatchFileSnapshot(path.join(STYLES, "poster-motifs.svg"));
  const css = styles("poster-motifs.css");
  expect(css).toContain(`--drawings: ${DRAWN};`);
  const places = [...css.matchAll(/\.motif-(\d+)::before \{\n {2}--motif: (\d+);/g)].map(
    ([, name, place]) => [Number(name), Number(place)],
  );
  expect(places).toEqual(Array.from({ length: DRAWN }, (_, motif) => [motif, motif]));
});

test("every motif is another drawing", () => {
  const drawings = Array.from({ length: MOTIFS }, (_, motif) => {
    const { svg, lettering } = posterArt({ palette: 1, motif });
    expect(svg).not.toMatch(/undefined|NaN|\.\d{4}/);
    expect(lettering === null).toBe(motif < DRAWN);
    return svg + JSON.stringify(lettering);
  });
  expect(new Set(drawings).size).toBe(MOTIFS);
});

test("what is set in type fits on the poster, whatever letter or year it is", () => {
  const faces = ["latin", "cyrillic"].map(faceOf);
  const letters = Array.from({ length: 0x530 }, (_, code) => String.fromCodePoint(code)).filter(
    (letter) => markOf({ title: letter, year: null }, DRAWN) === letter,
  );
  expect(letters.join("")).toMatch(/^0.*AB.*ZÀ.*Ё.*АБ.*Я/);
  const years = Array.from({ length: 100 }, (_, year) =>
    markOf({ title: "", year: 1900 + year }, MOTIFS - 1)!,
  );
  for (let motif = DRAWN; motif < MOTIFS; motif++) {
    const { size, baseline, x, align, echoes } = posterArt({ palette: 0, motif }).lettering!;
    for (const mark of motif === MOTIFS - 1 ? years : letters) {
      const face = faces.find((each) => each.hasGlyphForCodePoint(mark.codePointAt(0)!));
      expect(face, `letter ${mark}`).toBeDefined();
      const scale = size / face!.unitsPerEm;
      const { advanceWidth, bbox } = face!.layout(mark);
      const left = align === "start" ? x : x - (advanceWidth * scale) / 2;
      const right = left + advanceWidth * scale + Math.max(0, ...echoes.map(({ by }) => by));
      expect(left, `letter ${mark}`).toBeGreaterThanOrEqual(7);
      expect(right, `letter ${mark}`).toBeLessThanOrEqual(193);
      expect(baseline - bbox.maxY * scale, `letter ${mark}`).toBeGreaterThanOrEqual(0);
    }
  }
});

function faceOf(script: string): Font {
  const file = `@fontsource/sofia-sans-extra-condensed/files/sofia-sans-extra-condensed-${script}-800-normal.woff`;
  return openSync(createRequire(import.meta.url).resolve(file)) as Font;
}

/** How far apart two colours are in brightness (WCAG 2). */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
