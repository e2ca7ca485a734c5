import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Font, openSync } from "fontkit";
import { describe, expect, test } from "vitest";

const APP = path.join(import.meta.dirname, "../app");
const STYLES = path.join(APP, "styles");

type Face = { file: string; characters: Set<number> };

const faces = [
  ...readFileSync(path.join(STYLES, "tokens.css"), "utf8").matchAll(/@font-face \{[^}]+\}/g),
].map(([face]): Face => ({
  file: /url\("([^"]+)"\)/.exec(face)![1]!,
  characters: new Set(charactersOf(/unicode-range:([^;]+)/.exec(face)![1]!)),
}));
const small = faces.filter(({ file }) => file.startsWith("./fonts/"));
const whole = faces.filter((face) => !small.includes(face));

describe.each(small)("$file", ({ file, characters }) => {
  test("has every character that its face promises, as far as the whole one has it", () => {
    const face = openSync(path.join(STYLES, file)) as Font;
    const source = openSync(wholeOf(file)) as Font;
    const lacking = [...characters].filter(
      (code) => source.hasGlyphForCodePoint(code) && !face.hasGlyphForCodePoint(code),
    );
    expect(lacking).toEqual([]);
  });
});

test("no word of a page has the whole faces fetched", () => {
  const files = readdirSync(path.join(APP, "copy"), { recursive: true, encoding: "utf8" });
  const words = files
    .filter((file) => file.endsWith(".json"))
    .map((file) => readFileSync(path.join(APP, "copy", file), "utf8"));
  const promised = (some: Face[], code: number) => some.some(({ characters }) => characters.has(code));
  const fetched = [...new Set(words.join(""))].filter((character) => {
    const code = character.codePointAt(0)!;
    return code >= 0x20 && promised(whole, code) && !promised(small, code);
  });
  expect(words.length).toBeGreaterThan(4);
  expect(fetched).toEqual([]);
});

function wholeOf(file: string): string {
  const [family = "", script = ""] = path.basename(file, ".woff2").split("-");
  const source = whole.find(
    (face) => face.file.includes(family === "text" ? "onest" : "sofia") && face.file.includes(`-${script}-`),
  );
  return path.join(APP, "../node_modules", source!.file);
}

function charactersOf(range: string): number[] {
  return [...range.matchAll(/U\+([\dA-F]+)(?:-([\dA-F]+))?/g)].flatMap(([, first, last = first]) => {
    const from = parseInt(first!, 16);
    return Array.from({ length: parseInt(last!, 16) - from + 1 }, (_, index) => from + index);
  });
}
