import { describe, expect, test } from "vitest";
import { DRAWN, markOf, MOTIFS, PALETTES, posterDesign } from "#app/domain/posters/poster-design.ts";

const design = (title: string, year: number | null = null) => posterDesign({ title, year });

test("the same film always gets the same poster", () => {
  const { palette, motif } = design("ежик в тумане!", 1975);
  expect(design("Ёжик в тумане", 1975)).toMatchObject({ palette, motif });
  expect(design("Solaris", 1972)).toEqual({ palette: 11, motif: 31, type: "xl", mark: null });
});

test("two films of one title look different", () => {
  expect(design("Solaris", 1972)).not.toEqual(design("Solaris", 2002));
});

test("every palette and every motif is used, about equally", () => {
  const films = Array.from({ length: 8_400 }, (_, index) => design(`Фильм ${index}`, 1900 + (index % 130)));
  for (const [count, of] of [
    [PALETTES, films.map(({ palette }) => palette)],
    [MOTIFS, films.map(({ motif }) => motif)],
  ] as const) {
    const uses = Array.from({ length: count }, (_, index) => of.filter((used) => used === index).length);
    const mean = films.length / count;
    for (const use of uses) expect(Math.abs(use - mean)).toBeLessThan(mean / 3);
  }
});

describe("what a motif of type is made of", () => {
  test.each([
    ["Сталкер", "С"],
    ["«Ёлки»", "Ё"],
    ["élan vital", "É"],
    ["8½", "8"],
    ["(500) Days of Summer", "5"],
    ["ß", null],
    ["七人の侍", null],
    ["Őszi vers", null],
    ["💔", null],
    ["", null],
  ])("of %s the letter %s", (title, letter) => {
    expect(markOf({ title, year: 1979 }, DRAWN)).toBe(letter);
  });

  test.each([
    [1979, "79"],
    [2005, "05"],
    [null, null],
  ])("of %s the figures %s", (year, figures) => {
    expect(markOf({ title: "Сталкер", year }, MOTIFS - 1)).toBe(figures);
  });

  test("a film that has none of it gets a drawing", () => {
    for (let film = 0; film < 500; film++)
      expect(design(`七人の侍 ${"の".repeat(film)}`).motif).toBeLessThan(DRAWN);
  });
});

describe("the title is set as large as leaves the drawing alone", () => {
  test.each([
    ["M", "xl"],
    ["Брат 2", "xl"],
    ["Fight Club", "xl"],
    ["Сталкер", "l"],
    ["Ёжик в тумане", "xl"],
    ["Мастер и Маргарита", "m"],
    ["Interstellar", "m"],
    ["The Good, the Bad and the Ugly", "m"],
    ["Достопримечательности", "xs"],
    ["七人の侍", "l"],
    ["Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb", "s"],
    ["Доктор Стрейнджлав, или Как я перестал бояться и полюбил атомную бомбу", "s"],
    ["Ж".repeat(200), "xs"],
    ["Летят журавли", "l"],
    ["Я шагаю по Москве", "l"],
    ["Once Upon a Time in America", "l"],
    ["Операция «Ы» и другие приключения Шурика", "m"],
  ] as const)("%s: %s", (title, type) => {
    expect(design(title).type).toBe(type);
  });
});

test("the year's last two figures are shown, and the first letter of a title's first fifty", () => {
  expect(markOf({ title: "Ran", year: 1985 }, MOTIFS - 1)).toBe("85");
  const marks = Array.from({ length: MOTIFS - DRAWN }, (_, index) =>
    markOf({ title: `${"-".repeat(50)}Ran`, year: 1985 }, DRAWN + index),
  );
  expect(new Set(marks)).toEqual(new Set(["85", null]));
});
