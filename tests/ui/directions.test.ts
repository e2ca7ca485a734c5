import { setupI18n } from "@lingui/core";
import { expect, test } from "vitest";
import { isolated, wordsOf } from "#app/copy/words.ts";

const i18n = setupI18n({
  locale: "en",
  messages: { en: { "notice.movie-added": ["“", ["title"], "” is in the library."] } },
});
const said = (title: string) => wordsOf(i18n)("notice.movie-added", { title });

test.each(["Ran", "Сталкер", "七人の侍", "8½", "हूँ"])("%s stands among words as it is", (title) => {
  expect(said(title)).toBe(`“${title}” is in the library.`);
});

test.each(["جدایی نادر از سیمین", "ואלס עם באשיר", "\u200fRan"])(
  "%s is isolated from the words around",
  (title) => {
    expect(said(title)).toBe(`“\u2068${title}\u2069” is in the library.`);
  },
);

test("what forces a direction neither reaches the words nor ends the isolation", () => {
  expect(said("\u202eRan")).toBe("“\u2068Ran\u2069” is in the library.");
  expect(isolated("\u2069\u202e one \u2066two")).toBe("\u2068 one two\u2069");
});
