import { expect, test } from "vitest";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { linkCardOf } from "#app/sharing/link-tags.ts";

const words = wordsOf(i18nOf("en"));
const headed = (...titles: string[]) => {
  const entries = titles.map((title) => ({ title, year: null }));
  const lottery = { name: null, createdAt: new Date("2026-11-28T12:00:00Z"), entries, draw: null, hat: null };
  return linkCardOf(lottery, words).heading;
};

test("the picture of a lottery without a name is headed by films that our faces can set", () => {
  expect(headed("Stalker", "Alien", "Ran")).toBe("“Stalker”, “Alien” and 1 more");
  expect(headed("七人の侍", "Alien", "Ran")).toBe("“Alien”, “Ran” and 1 more");
  expect(headed("七人の侍", "Alien")).toBe("“Alien” and 1 more");
  expect(headed("七人の侍", "💔")).toBe("Lottery of November 28, 2026");
});
