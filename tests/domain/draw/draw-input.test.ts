import { describe, expect, test } from "vitest";
import {
  DRAW_SHAPE,
  drawInput,
  readDrawNumber,
  REDRAW_SHAPE,
  redrawInput,
} from "#app/domain/draw/draw-input.ts";

const problems = (parsed: { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined }) =>
  parsed.error?.issues.map(({ path, message }) => [path.join("."), message]);

test("the forms of a draw have these fields and no others", () => {
  expect([...DRAW_SHAPE.keys()]).toEqual(["number", "word", "view"]);
  expect([...REDRAW_SHAPE.keys()]).toEqual(["number", "reason", "leaveOut"]);
});

describe("a draw", () => {
  test.each([
    ["1", 1],
    ["1000000", 1_000_000],
    ["1000001", undefined],
    ["0", undefined],
    ["-1", undefined],
    ["1.5", undefined],
    ["one", undefined],
    [undefined, undefined],
  ])("of the number %j is that of %j", (number, read) => {
    expect(drawInput().parse({ number })).toEqual({ number: read, word: "" });
  });

  test("has a word of 100 characters at most, and keeps it tidy", () => {
    expect(drawInput().parse({ word: " поп \u0000 корн " }).word).toBe("поп корн");
    expect(drawInput().parse({ word: "🍿".repeat(100) }).word).toBe("🍿".repeat(100));
    expect(problems(drawInput().safeParse({ word: "🍿".repeat(101) }))).toEqual([["word", "word-too-long"]]);
  });
});

describe("drawing again", () => {
  test("takes a number from 2 on, and a reason", () => {
    expect(redrawInput().parse({ number: "2", reason: " Свет  погас " })).toEqual({
      number: 2,
      reason: "Свет погас",
      leaveOut: false,
    });
    expect(redrawInput().parse({ number: "1000000", reason: "x" }).number).toBe(1_000_000);
  });

  test.each(["1", "1000001", "2.5", "x", undefined])("is not that of the number %j", (number) => {
    expect(redrawInput().safeParse({ number, reason: "x" }).success).toBe(false);
  });

  test.each([
    [undefined, "reason-blank"],
    ["", "reason-blank"],
    [" \u200b ", "reason-blank"],
    ["р".repeat(201), "reason-too-long"],
  ])("because of %j is refused: %s", (reason, problem) => {
    expect(problems(redrawInput().safeParse({ number: "2", reason }))).toEqual([["reason", problem]]);
  });

  test.each([
    ["on", true],
    ["off", false],
    ["", false],
    [undefined, false],
  ])("leaves out the films drawn so far when that is %j: %s", (leaveOut, left) => {
    expect(redrawInput().parse({ number: "2", reason: "р".repeat(200), leaveOut }).leaveOut).toBe(left);
  });
});

test.each([
  ["1", 1],
  ["20", 20],
  ["9999", 9_999],
  ["10000", null],
  ["0", null],
  ["01", null],
  ["-1", null],
  ["1x", null],
  ["", null],
  [null, null],
])("a link to the draw %j leads to %j", (text, number) => expect(readDrawNumber(text)).toBe(number));
