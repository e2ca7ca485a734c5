import { describe, expect, test } from "vitest";
import { ENTER, readTicked } from "#app/domain/library/ticked.ts";

const NAMES = "23456789ab";
const ids = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    Array.from("2222222222", (letter, place) =>
      place > 6 ? NAMES[Math.floor(index / 10 ** (9 - place)) % 10] : letter,
    ).join(""),
  );

function read(fields: object, ticks = 0) {
  const form = new URLSearchParams({ ...fields });
  for (const id of ids(ticks)) form.append("movie", id);
  return readTicked(form);
}

describe("what is asked for", () => {
  test.each([
    [{}, "lottery"],
    [{ do: "remove" }, "remove"],
    [{ do: ENTER, tag: " \t" }, "lottery"],
    [{ do: ENTER, tag: "с Аней" }, "tag-on"],
  ])("%j is %s", (fields, command) => {
    expect(read(fields, 2)).toMatchObject({ ticked: { command }, problem: null });
  });

  test("a form that says nothing wants the first of everything", () => {
    const wanted = { command: "lottery", ids: ids(2), badge: "favourite", tag: "" };
    expect(read({}, 2)).toEqual({ ticked: wanted, problem: null });
  });

  test("the button counts, and not what the form would send by itself", () => {
    const form = new URLSearchParams("do=lottery&do=remove");
    expect(readTicked(form)?.ticked.command).toBe("remove");
  });

  test.each([{ do: "fly" }, { badge: "best" }, { do: "badge-on", badge: "none" }])(
    "%j is nothing",
    (fields) => {
      expect(read(fields, 2)).toBeNull();
    },
  );

  test("films are named once, and what is no id is none", () => {
    const form = new URLSearchParams("movie=2222222222&movie=2222222222&movie=x&movie=%00");
    expect(readTicked(form)?.ticked.ids).toEqual(["2222222222"]);
  });
});

test.each([
  ["lottery", {}, 1, "too-few-ticked"],
  ["lottery", {}, 25, null],
  ["lottery", {}, 26, "too-many-ticked"],
  ["remove", {}, 0, "none-ticked"],
  ["remove", {}, 100, null],
  ["remove", {}, 101, "too-many-at-once"],
  ["badge-off", {}, 0, "none-ticked"],
  ["tag-on", { tag: " " }, 0, "tag-blank"],
  ["tag-off", { tag: "я".repeat(41) }, 1, "label-too-long"],
  ["tag-off", { tag: "я".repeat(40) }, 1, null],
] as const)("%s with %j and %i ticks: %s", (command, fields, ticks, problem) => {
  expect(read({ do: command, ...fields }, ticks)?.problem).toBe(problem);
});
