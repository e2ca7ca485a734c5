import { describe, expect, test } from "vitest";
import { billboard, isInOurScripts, languageOfWords, shortList } from "#app/domain/lottery/link-card.ts";

const films = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ title: `Ералаш № ${index + 1}`, year: 1974 }));

test.each([
  [2, 2, 0],
  [7, 7, 0],
  [8, 6, 2],
  [25, 6, 19],
])("of %i films %i have a poster in the card, and %i are counted", (all, shown, more) => {
  const { posters, more: rest } = billboard(films(all));
  expect([posters.length, rest]).toEqual([shown, more]);
});

test.each([
  ["ru", "Пятница", ["Solaris", "Ран"]],
  ["en", "Friday", ["Stalker", "Ёлки"]],
  ["ru", null, ["Солярис", "Сталкер", "Ran"]],
  ["en", null, ["七人の侍", "1917"]],
] as const)("a link card speaks %s for %s with %j", (language, name, titles) => {
  expect(languageOfWords({ name, entries: titles.map((title) => ({ title })) })).toBe(language);
});

describe("the list of films", () => {
  test("names all of a few", () => {
    const list = shortList([
      { title: "Солярис", year: 1972 },
      { title: "Ran", year: null },
    ]);
    expect(list).toEqual({ list: "Солярис (1972), Ran", more: 0 });
  });

  test("counts those that do not fit", () => {
    const { list, more } = shortList(films(25));
    expect(list).toMatch(/^Ералаш № 1 \(1974\), .*\)$/);
    expect([...list].length).toBeLessThanOrEqual(160);
    expect(list.split(", ").length + more).toBe(25);
  });

  test("cuts a long title between characters, and names at least one film", () => {
    const { list, more } = shortList([{ title: "💔".repeat(200), year: 2020 }, ...films(2)]);
    expect(list.startsWith(`${"💔".repeat(59)}… (2020)`)).toBe(true);
    expect(list.split(", ").length + more).toBe(3);
  });
});

test.each([
  ["Сталкер", true],
  ["Ταξίδι στα Κύθηρα", true],
  ["Любовь 💔 и голуби", true],
  ["8½", true],
  ["七人の侍", false],
  ["七人の侍 (Seven Samurai)", false],
  ["جدایی نادر از سیمین", false],
  ["💔", false],
])("whether our faces can set %s: %s", (title, can) => expect(isInOurScripts(title)).toBe(can));

test("a list of exactly 160 characters is whole", () => {
  const film = (length: number) => ({ title: "x".repeat(length), year: null });
  const listed = (last: number) => shortList([film(50), film(50), film(last)]);
  expect([listed(56).list.length, listed(56).more]).toEqual([160, 0]);
  expect([listed(57).list.length, listed(57).more]).toEqual([102, 1]);
});

test("a title of 60 characters is whole, and a cut one ends with a word", () => {
  const listed = (title: string) => shortList([{ title, year: null }]).list;
  expect(listed("💔".repeat(60))).toBe("💔".repeat(60));
  expect(listed("💔".repeat(61))).toBe(`${"💔".repeat(59)}…`);
  expect(listed(`${"x".repeat(58)} and more`)).toBe(`${"x".repeat(58)}…`);
});
