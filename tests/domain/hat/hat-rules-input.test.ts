import { describe, expect, test } from "vitest";
import { readRules } from "#app/domain/hat/hat-rules-input.ts";
import { ODDS, rulesBy, USUAL_RULES } from "#app/domain/hat/hat-rules.ts";

const NOW = Date.UTC(2026, 10, 28, 12, 0);
const read = (typed: Partial<typeof USUAL_RULES>) => readRules({ ...USUAL_RULES, ...typed }, NOW);

test("a host who decides nothing has the usual rules, and closes the hat", () => {
  const usual = { cap: 2, closesAt: null, named: true, nod: false, odds: "even", vetoes: false };
  expect(readRules(USUAL_RULES, NOW)).toEqual({ rules: usual, problems: {} });
});

test.each([
  ["1", 1],
  ["5", 5],
  ["0", 2],
  ["6", 2],
  ["2.5", 2],
  ["two", 2],
])("“%s” films per guest are %i", (cap, films) => expect(read({ cap }).rules.cap).toBe(films));

test("what is ticked says so, and odds that there are none of are even", () => {
  expect(read({ named: "", nod: "on", vetoes: "yes", odds: "mine" }).rules).toMatchObject({
    named: false,
    nod: true,
    vetoes: false,
    odds: "even",
  });
  expect(read({ vetoes: "on" }).rules.vetoes).toBe(true);
  expect(ODDS.map((odds) => read({ odds }).rules.odds)).toEqual(ODDS);
});

test("the rules are those of a form's fields, blank where it has none", () => {
  expect(rulesBy((name) => USUAL_RULES[name])).toEqual(USUAL_RULES);
  expect(rulesBy((name) => (name === "cap" ? "5" : undefined))).toMatchObject({
    cap: "5",
    odds: "",
    named: "",
  });
});

describe("the moment until which it is open", () => {
  test.each([
    ["by the clock of UTC", "0", "2026-11-28T20:00:00.000Z"],
    ["by that of the browser", "-180", "2026-11-28T17:00:00.000Z"],
    ["west of it", "300", "2026-11-29T01:00:00.000Z"],
    ["where the browser says nothing sensible", "soon", "2026-11-28T20:00:00.000Z"],
  ])("is meant %s", (_, zone, moment) => {
    expect(read({ date: "2026-11-28", time: "20:00", zone }).rules.closesAt?.toISOString()).toBe(moment);
  });

  test("may be the next minute", () => {
    expect(read({ date: "2026-11-28", time: "12:01" }).problems).toEqual({});
  });

  test.each([
    ["a day alone", { date: "2026-11-29" }, { time: ["time-unreal"] }],
    ["a time alone", { time: "20:00" }, { date: ["date-blank"] }],
    [
      "a day that is over",
      { date: "2020-01-01", time: "25:00" },
      { date: ["date-past"], time: ["time-unreal"] },
    ],
    ["this very moment", { date: "2026-11-28", time: "12:00" }, { time: ["time-past"] }],
    ["an hour ago, elsewhere", { date: "2026-11-28", time: "13:00", zone: "-120" }, { time: ["time-past"] }],
  ])("cannot be %s", (_, typed, problems) => expect(read(typed).problems).toEqual(problems));
});
