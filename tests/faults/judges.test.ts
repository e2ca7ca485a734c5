import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { figuresOf, type Episode } from "./bounds.ts";
import { FAULTS } from "./faults.ts";
import { checkHistory, type Saved, type Submit } from "./history.ts";
import { formWithField } from "./page-form.ts";
import type { Seen } from "./record.ts";

const HEALED_AT = 10_000;

function seen(input: Partial<Seen> = {}): Seen {
  return {
    page: "/",
    who: "Аня",
    at: HEALED_AT + 100,
    ms: 10,
    heldMs: 0,
    status: 200,
    shown: "fresh",
    wrong: [],
    ...input,
  };
}

function broken(...answers: Partial<Seen>[]): string[] {
  const episode: Episode = { seen: answers.map(seen), healedAt: HEALED_AT };
  return figuresOf([episode], { factor: 1 }).flatMap((each) => each.broken);
}

describe("bounds", () => {
  test("are kept by quick and fresh answers", () => expect(broken({}, {})).toEqual([]));

  test.each<[string, Partial<Seen>[], string]>([
    ["a late answer", [{ ms: 301 }], "answered after 301 ms, at most 300"],
    [
      "a late write",
      [{ page: "create", who: null, shown: null, ms: 3_101 }],
      "answered after 3101 ms, at most 3100",
    ],
    ["a wrong answer", [{ wrong: ["status 500"] }, { wrong: ["status 500"] }], "2 × status 500"],
    ["stale for good", [{ shown: "stale" }], "never fresh again"],
    ["one reader of two", [{}, { who: "Боря", shown: "stale" }], "never fresh again"],
    [
      "late to be fresh",
      [{ shown: "stale" }, { at: HEALED_AT + 2_600 }],
      "fresh after 2610 ms, at most 2500",
    ],
  ])("%s", (_what, answers, words) => expect(broken(...answers)).toEqual([words]));

  test("work may take longer by as much as it does on the bare server, waiting may not", () => {
    const bare = { page: "bare", who: null, shown: null, ms: 45 } as const;
    expect(broken({ ms: 400 }, bare)).toEqual([]);
    expect(broken({ ms: 401 }, bare)).toEqual(["answered after 401 ms, at most 400"]);
  });

  test("an answer may be as late as it was kept from a processor, and no other one", () => {
    expect(broken({ ms: 340, heldMs: 40 }, { ms: 300 })).toEqual([]);
    expect(broken({ ms: 340, heldMs: 40 }, { ms: 301 })).toEqual(["answered after 301 ms, at most 300"]);
    expect(broken({ ms: 341, heldMs: 40 })).toEqual(["answered after 341 ms, at most 340"]);
  });
});

describe("the history", () => {
  const submit = (input: Partial<Submit> = {}): Submit => ({
    kind: "lottery",
    tag: "Пятница",
    key: "k1",
    entries: 3,
    choices: null,
    outcome: "confirmed",
    id: "l1",
    draw: "open",
    givesUp: false,
    ...input,
  });
  const row = (input: Partial<Saved> = {}): Saved => ({
    kind: "lottery",
    id: "l1",
    tag: "Пятница",
    key: "k1",
    entries: 3,
    choices: null,
    winners: [],
    ...input,
  });

  test.each<[string, Submit, Saved[]]>([
    ["confirmed and there", submit(), [row()]],
    ["refused and not there", submit({ outcome: "refused", id: null }), []],
    ["unknown and there", submit({ outcome: "unknown", id: null }), [row()]],
    ["unknown and not there", submit({ outcome: "unknown", id: null }), []],
    ["drawn", submit({ draw: "confirmed" }), [row({ winners: [true] })]],
    ["a hat without films", submit({ kind: "hat", entries: 0 }), [row({ kind: "hat", entries: 0 })]],
    ["a vote", submit({ kind: "vote", choices: "2" }), [row({ kind: "vote", choices: "2" })]],
    [
      "a vote that was changed",
      submit({ kind: "vote", choices: "2" }),
      [row({ kind: "vote", choices: null })],
    ],
  ])("is right: %s", (_what, told, saved) => expect(checkHistory([told], saved)).toEqual([]));

  test.each<[string, Submit, Saved[], string]>([
    ["lost", submit(), [], "Пятница: confirmed, and not saved"],
    ["doubled", submit(), [row(), row({ id: "l2", key: "k2" })], "Пятница: confirmed, and saved 2 times"],
    ["refused, yet there", submit({ outcome: "refused", id: null }), [row()], "Пятница: refused, and saved"],
    ["another key", submit(), [row({ key: "k2" })], "Пятница: saved under another key"],
    ["another lottery", submit(), [row({ id: "l2" })], "Пятница: confirmed as l1, saved as l2"],
    ["films lost", submit(), [row({ entries: 2 })], "Пятница: 2 entries instead of 3"],
    [
      "another vote",
      submit({ kind: "vote", choices: "2" }),
      [row({ kind: "vote", choices: "1" })],
      "Пятница: a vote for 1 instead of 2",
    ],
    [
      "a suggestion that is not in the list",
      submit({ kind: "suggestion", entries: 0 }),
      [],
      "Пятница: confirmed, and not saved",
    ],
    [
      "draw lost",
      submit({ draw: "confirmed" }),
      [row()],
      "Пятница: its draw was confirmed, and there is none",
    ],
    ["drawn unasked", submit(), [row({ winners: [true] })], "Пятница: drawn, although it was open"],
    [
      "drawn twice",
      submit({ draw: "confirmed" }),
      [row({ winners: [true, true] })],
      "Пятница: drawn 2 times",
    ],
    [
      "no entry",
      submit({ draw: "confirmed" }),
      [row({ winners: [false] })],
      "Пятница: the winner is no entry of it",
    ],
  ])("is wrong: %s", (_what, told, saved, words) => expect(checkHistory([told], saved)).toEqual([words]));

  test("is wrong: a key that is there twice, a lottery without its films", () => {
    const saved = [row({ tag: "a" }), row({ tag: "b", id: "l2", entries: 0 })];
    expect(checkHistory([], saved)).toEqual([
      "lottery k1: the key is there twice",
      "b: a lottery with 0 entries",
    ]);
  });
});

test("docs/reliability.md says of every row what it demands; pairs of tables are one", () => {
  const page = readFileSync("docs/reliability.md", "utf8");
  const names = FAULTS.map(({ name }) => name).filter((name) => !/^dropped: \w+, /.test(name));
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("a form is read as a browser would send it", () => {
  const html =
    '<form action="/language"><input name="to"/></form><form method="post" action="/library?a=1&amp;b=2">' +
    '<input type="hidden" name="submitKey" value="k"/><input name="title" value="&quot;Ран&quot; &amp; &lt;чай&gt;"/>' +
    '<textarea name="note" rows="2">Аня&#x27;s\nпросьба</textarea><input type="checkbox" name="movie" value="1"/>' +
    '<input type="radio" name="badge" value="2" checked=""/></form>';
  expect(formWithField(html, "note")).toEqual({
    action: "/library?a=1&b=2",
    fields: [
      ["submitKey", "k"],
      ["title", '"Ран" & <чай>'],
      ["note", "Аня's\nпросьба"],
      ["badge", "2"],
    ],
  });
  expect(formWithField(html, "several")).toBeNull();
});
