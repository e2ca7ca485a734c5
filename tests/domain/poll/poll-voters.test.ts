import { describe, expect, test } from "vitest";
import { readNames, VOTERS_MAX } from "#app/domain/poll/poll-voters.ts";

const people = (count: number) => Array.from({ length: count }, (_, index) => `Гость ${index + 1}`);

describe("who votes by name", () => {
  test("is written down one a line, whatever ends the lines; blank ones are nobody", () => {
    expect(readNames(" Аня \r\nБоря\r\r \u200b \nВера  Ивановна\n")).toEqual({
      names: ["Аня", "Боря", "Вера Ивановна"],
      problem: null,
    });
    expect(readNames("")).toEqual({ names: [], problem: null });
  });

  test("is so many people at most", () => {
    expect(readNames(people(VOTERS_MAX).join("\n")).names).toEqual(people(VOTERS_MAX));
    expect(readNames(people(VOTERS_MAX + 1).join("\n"))).toEqual({
      names: [],
      problem: { code: "names-many", name: `Гость ${VOTERS_MAX + 1}` },
    });
  });

  test.each([
    ["twice, in capitals or not", "Аня\nБоря\nАНЯ", { code: "names-twice", name: "АНЯ" }],
    ["twice, with a sigma at its end", "ΗΛΊΑΣ\nηλίασ", { code: "names-twice", name: "ηλίασ" }],
    ["twice, with a dot or not", "İpek\nipek", { code: "names-twice", name: "ipek" }],
    ["too long", `Аня\n  ${"я".repeat(41)}`, { code: "names-long", name: "я".repeat(20) }],
    ["far too long", "я".repeat(10_000), { code: "names-long", name: "я".repeat(20) }],
  ])("is not there %s, and the problem says who", (_, text, problem) => {
    expect(readNames(text)).toEqual({ names: [], problem });
  });

  test("is told from others by the letters of a name", () => {
    expect(readNames("Groß\nGross").names).toEqual(["Groß", "Gross"]);
  });

  test("may have a name as long as any first name", () => {
    expect(readNames("я".repeat(40)).names).toEqual(["я".repeat(40)]);
  });
});
