import { describe, expect, test } from "vitest";
import { MOTIFS, PALETTES, posterDesign } from "#app/domain/poster-design.ts";

const design = (title: string, year: number | null = null) => posterDesign({ title, year });

test("the same film always gets the same poster", () => {
  expect(design("Ёжик в тумане", 1975)).toEqual(design("ежик в тумане!", 1975));
  expect(design("Solaris", 1972)).toEqual({ palette: 7, motif: 7, type: "l" });
});

test("two films of one title look different", () => {
  expect(design("Solaris", 1972)).not.toEqual(design("Solaris", 2002));
});

test("every palette and every motif is used, about equally", () => {
  const films = Array.from({ length: 4_800 }, (_, index) => design(`Фильм ${index}`, 1900 + (index % 130)));
  for (const [count, of] of [
    [PALETTES, films.map(({ palette }) => palette)],
    [MOTIFS, films.map(({ motif }) => motif)],
  ] as const) {
    const uses = Array.from({ length: count }, (_, index) => of.filter((used) => used === index).length);
    const mean = films.length / count;
    for (const use of uses) expect(Math.abs(use - mean)).toBeLessThan(mean / 3);
  }
});

describe("the title is set as large as it fits", () => {
  test.each([
    ["M", "xl"],
    ["Брат 2", "xl"],
    ["Fight Club", "xl"],
    ["Tout va bien", "xl"],
    ["🎬🎬🎬🎬🎬", "xl"],
    ["Сталкер", "l"],
    ["Ёжик в тумане", "l"],
    ["Spider-Man: Far from Home", "l"],
    ["Мастер и Маргарита", "m"],
    ["Приключения Электроника", "m"],
    ["The Good, the Bad and the Ugly", "m"],
    ["Интерстеллар", "s"],
    ["Достопримечательности", "s"],
    ["Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb", "s"],
  ] as const)("%s: %s", (title, type) => {
    expect(design(title).type).toBe(type);
  });
});
