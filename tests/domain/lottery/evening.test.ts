import { describe, expect, test } from "vitest";
import { fileNameOf, readEvening } from "#app/domain/lottery/evening.ts";

const NOW = Date.UTC(2026, 10, 23, 21, 0);

describe("an evening", () => {
  test.each([
    ["2026-12-31", "20:00", [2026, 12, 31, 20, 0]],
    [" 2028-02-29 ", "9:05", [2028, 2, 29, 9, 5]],
    ["2026-11-23", "00:00:00", [2026, 11, 23, 0, 0]],
    // Still that day west of Greenwich.
    ["2026-11-22", "23:59", [2026, 11, 22, 23, 59]],
    ["2031-12-31", "20:00", [2031, 12, 31, 20, 0]],
  ])("%s %s is read", (date, time, [year, month, day, hour, minute]) => {
    expect(readEvening({ date, time }, NOW)).toEqual({
      evening: { year, month, day, hour, minute },
      problems: null,
    });
  });

  test.each([
    ["", "date-blank"],
    ["tomorrow", "date-unreal"],
    ["2026-02-30", "date-unreal"],
    ["2027-02-29", "date-unreal"],
    ["2026-13-01", "date-unreal"],
    ["2026-12-31\n2027-01-01", "date-unreal"],
    ["0001-01-01", "date-past"],
    ["2026-11-21", "date-past"],
    ["2032-01-01", "date-far"],
    ["9999999-01-01", "date-unreal"],
  ])("the date %j is answered with %s", (date, problem) => {
    expect(readEvening({ date, time: "20:00" }, NOW)).toEqual({
      evening: null,
      problems: { date: [problem] },
    });
  });

  test.each(["", "24:00", "20:60", "8 pm", "20", "-1:00"])("the time %j is none", (time) => {
    expect(readEvening({ date: "2026-12-31", time }, NOW).problems).toEqual({ time: ["time-unreal"] });
  });

  test("both problems are told at once", () => {
    expect(readEvening({ date: "", time: "" }, NOW).problems).toEqual({
      date: ["date-blank"],
      time: ["time-unreal"],
    });
  });
});

test.each([
  ["Солярис (1972)", "Солярис 1972"],
  ['../../etc/passwd "\r\nX: y', "etc passwd X y"],
  ["💔", "film"],
  ["...", "film"],
  ["x".repeat(200), "x".repeat(60)],
])("a file about %j is called %s", (title, name) => expect(fileNameOf(title)).toBe(name));

test("a month that there is not is no date, and a day is over two days after its beginning everywhere", () => {
  const problem = (date: string, now = NOW) => readEvening({ date, time: "20:00" }, now).problems?.date;
  expect(problem("2026-13-05")).toEqual(problem("2026-02-30"));
  expect(problem("2026-13-05")).toBeDefined();
  const twoDaysLater = Date.UTC(2026, 10, 25);
  expect(problem("2026-11-23", twoDaysLater - 1)).toBeUndefined();
  expect(problem("2026-11-23", twoDaysLater)).toEqual(["date-past"]);
});
