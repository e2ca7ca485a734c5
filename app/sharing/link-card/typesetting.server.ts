import { createRequire } from "node:module";
import { openSync, type Font } from "fontkit";
import { withFewMarks } from "#app/domain/text.ts";

/** Lines of text as an outline; `height` and `width` are what they take, `baseline` is the first line's. */
export type Outline = { path: string; width: number; height: number; baseline: number; whole: boolean };

export type Setting = {
  size: number;
  /** Where lines are broken. */
  width: number;
  maxLines: number;
  align: "start" | "middle";
  lineHeight?: number;
};

/** More than any form allows, and than fits: setting type takes time by the square of a word's length. */
const SHOWN_MAX = 400;

/** The typeface has a file for each script; all of them have the same measures. */
const SCRIPTS = ["latin", "cyrillic", "latin-ext", "cyrillic-ext", "greek"];

let opened: Font[] | undefined;

function fonts(): Font[] {
  const files = createRequire(import.meta.url);
  opened ??= SCRIPTS.map(
    (script) =>
      openSync(
        files.resolve(
          `@fontsource/sofia-sans-extra-condensed/files/sofia-sans-extra-condensed-${script}-800-normal.woff`,
        ),
      ) as Font,
  );
  return opened;
}

function fontOf(character: string): Font | undefined {
  return fonts().find((font) => font.hasGlyphForCodePoint(character.codePointAt(0)!));
}

/**
 * What our typeface can show of a text: emoji and marks that it lacks are left out. Empty when that would leave less
 * than half of the letters, as of 七人の侍: no title is better than empty boxes.
 */
export function showable(text: string): string {
  const characters = [
    ...withFewMarks(text.slice(0, SHOWN_MAX))
      .normalize("NFKC")
      .replace(/[\p{Cc}\p{Cf}]/gu, ""),
  ];
  const shown = characters.filter((each) => /\s/u.test(each) || fontOf(each));
  const letters = (all: string[]) => all.filter((each) => /[\p{L}\p{N}]/u.test(each)).length;
  const enough = letters(shown) > 0 && letters(shown) * 2 >= letters(characters);
  return enough ? shown.join("").replace(/\s+/gu, " ").trim() : "";
}

/** Breaks a showable text into lines from (0, 0) down; `whole` is false when it had to be cut. */
export function typeset(text: string, { size, width, maxLines, align, lineHeight = 0.92 }: Setting): Outline {
  const { lines, whole } = fold(text, size, width, maxLines);
  const widths = lines.map((line) => widthOf(line, size));
  // The middle of the capitals in the middle of their line.
  const baseline = (size * lineHeight + capHeight(size)) / 2;
  const paths = lines.map((line, index) => {
    const x = align === "middle" ? (width - widths[index]!) / 2 : 0;
    return outline(line, size, x, baseline + index * size * lineHeight);
  });
  return {
    path: paths.join(""),
    width: Math.max(...widths),
    height: lines.length * size * lineHeight,
    baseline,
    whole,
  };
}

function fold(
  text: string,
  size: number,
  width: number,
  maxLines: number,
): { lines: string[]; whole: boolean } {
  const fits = (line: string) => widthOf(line, size) <= width;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && fits(`${line} ${word}`)) {
      line += ` ${word}`;
      continue;
    }
    if (line) lines.push(line);
    line = "";
    for (const character of word) {
      if (line && !fits(line + character)) {
        lines.push(line);
        line = "";
      }
      line += character;
    }
    if (lines.length > maxLines) break;
  }
  lines.push(line);
  if (lines.length <= maxLines) return { lines, whole: true };
  let last = lines[maxLines - 1]!;
  while (last && !fits(`${last}…`)) last = [...last].slice(0, -1).join("");
  return { lines: [...lines.slice(0, maxLines - 1), `${last.trimEnd()}…`], whole: false };
}

/** Cyrillic in its Russian forms. Left alone, this typeface, which comes from Sofia, takes the Bulgarian ones. */
function shape(font: Font, text: string): ReturnType<Font["layout"]> {
  return /\p{Script=Cyrillic}/u.test(text) ? font.layout(text, [], "cyrl", "RUS ") : font.layout(text);
}

function capHeight(size: number): number {
  const [font] = fonts();
  return (font!.capHeight / font!.unitsPerEm) * size;
}

function widthOf(line: string, size: number): number {
  return runsOf(line).reduce(
    (sum, { font, text }) => sum + shape(font, text).advanceWidth * (size / font.unitsPerEm),
    0,
  );
}

function outline(line: string, size: number, x: number, y: number): string {
  let path = "";
  let pen = x;
  for (const { font, text } of runsOf(line)) {
    const scale = size / font.unitsPerEm;
    const { glyphs, positions } = shape(font, text);
    glyphs.forEach((glyph, index) => {
      const { xAdvance, xOffset, yOffset } = positions[index]!;
      path += glyph.path
        .scale(scale, -scale)
        .translate(pen + xOffset * scale, y - yOffset * scale)
        .toSVG();
      pen += xAdvance * scale;
    });
  }
  return path;
}

/** Neighbouring characters of one font together, so that they are spaced as its designer meant. */
function runsOf(line: string): { font: Font; text: string }[] {
  const runs: { font: Font; text: string }[] = [];
  for (const character of line) {
    const font = fontOf(character) ?? fonts()[0]!;
    const last = runs.at(-1);
    if (last?.font === font) last.text += character;
    else runs.push({ font, text: character });
  }
  return runs;
}
