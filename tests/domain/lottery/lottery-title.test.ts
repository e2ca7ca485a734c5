import { setupI18n } from "@lingui/core";
import { describe, expect, test } from "vitest";
import { messages as en } from "#app/copy/en/server.json?lingui";
import { messages as ru } from "#app/copy/ru/server.json?lingui";
import { wordsOf } from "#app/copy/words.ts";
import { lotteryTitle } from "#app/domain/lottery/lottery-title.ts";

const say = {
  en: wordsOf(setupI18n({ locale: "en", messages: { en } })),
  ru: wordsOf(setupI18n({ locale: "ru", messages: { ru } })),
};
const createdAt = new Date("2026-11-28T23:59:00Z");
const of = (titles: readonly string[], name: string | null = null) => ({
  name,
  createdAt,
  entries: titles.map((title) => ({ title })),
});

describe("a lottery is called", () => {
  test("by its name, if it has one", () => {
    expect(lotteryTitle(of(["Ran", "M"], "Пятница"), say.en)).toBe("Пятница");
  });

  test.each([
    [["Stalker"], "“Stalker”", "«Stalker»"],
    [["Stalker", "Alien"], "“Stalker” and “Alien”", "«Stalker» и «Alien»"],
    [["Сталкер", "Чужой", "Ran"], "“Сталкер”, “Чужой” and 1 more", "«Сталкер», «Чужой» и ещё 1"],
    [["Сталкер", "Чужой", "Ran", "M", "8½"], "“Сталкер”, “Чужой” and 3 more", "«Сталкер», «Чужой» и ещё 3"],
    [[], "Lottery of November 28, 2026", "Лотерея от 28 ноября 2026 г."],
  ])("after the films %j: %s", (titles, english, russian) => {
    expect(lotteryTitle(of(titles), say.en)).toBe(english);
    expect(lotteryTitle(of(titles), say.ru)).toBe(russian);
    const listed = {
      name: null,
      createdAt,
      first: of(titles).entries.slice(0, 4),
      entryCount: titles.length,
    };
    expect(lotteryTitle(listed, say.ru), "and the same of what a list knows").toBe(russian);
  });

  test("by the films that a list knows of, and how many there are besides", () => {
    const listed = { name: null, createdAt, first: [{ title: "Ran" }], entryCount: 5 };
    expect(lotteryTitle(listed, say.en)).toBe("“Ran” and 4 more");
    expect(lotteryTitle(listed, say.ru)).toBe("«Ran» и ещё 4");
  });

  test.each(["Pacific/Kiritimati", "UTC", "Pacific/Niue"])("by the day of UTC, also in %s", (zone) => {
    const home = process.env.TZ;
    process.env.TZ = zone;
    // What formats dates keeps the zone that it was made in.
    const told: Date[] = [];
    const tell = (_: string, { date }: Record<string, unknown>) => `${told.push(date as Date)}`;
    for (const at of ["2026-11-28T00:00:00Z", "2026-11-28T23:59:59Z"])
      lotteryTitle({ ...of([]), createdAt: new Date(at) }, tell);
    const days = told.map((date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()]);
    process.env.TZ = home;
    expect(days).toEqual([
      [2026, 11, 28],
      [2026, 11, 28],
    ]);
  });
});

describe("a film's title in it", () => {
  const shown = (title: string) => lotteryTitle(of([title]), say.ru);

  test.each([
    ["«Сталкер»", "«Сталкер»"],
    ['"Сталкер"', "«Сталкер»"],
    ["“Alien”", "«Alien»"],
    ["«»", "««»»"],
    ["Доктор Стрейнджлав, или Как я перестал бояться", "«Доктор Стрейнджлав, или Как я…»"],
    ["Мастер и Маргарита: полная версия", "«Мастер и Маргарита: полная…»"],
    ["💔".repeat(200), `«${"💔".repeat(33)}…»`],
    [`Я ${"ы".repeat(60)}`, "«Я…»"],
    ["ы".repeat(32), `«${"ы".repeat(32)}»`],
    ["ы".repeat(33), `«${"ы".repeat(33)}…»`],
  ])("%s stands as %s", (title, inTitle) => expect(shown(title)).toBe(inTitle));
});
