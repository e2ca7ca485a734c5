import { expect, test } from "vitest";
import { EVERY_LOTTERY, HISTORY_SHOWN, historyQuery, readHistoryFilter } from "#app/domain/club/history.ts";

const read = (query: string) => readHistoryFilter(new URLSearchParams(query));

test("an address narrows a history, and says the same after it was read and written", () => {
  for (const show of HISTORY_SHOWN) {
    const filter = { show, search: "Пятница & co" };
    expect(read(historyQuery(filter))).toEqual(filter);
    expect(read(historyQuery({ show, search: "" }))).toEqual({ show, search: "" });
  }
});

test("what is as usual is no part of an address", () => {
  expect(historyQuery(EVERY_LOTTERY)).toBe("");
  expect(historyQuery({ show: "drawn", search: "" })).toBe("?show=drawn");
  expect(historyQuery({ show: "all", search: "ёлки" })).toBe(`?search=${encodeURIComponent("ёлки")}`);
});

test("what makes no sense narrows nothing", () => {
  expect(read("show=lost&search=+%E2%80%8B+")).toEqual(EVERY_LOTTERY);
  expect(read("")).toEqual(EVERY_LOTTERY);
  expect(read(`search=${"ё".repeat(100)}`).search).toHaveLength(100);
  expect(read(`search=${"ё".repeat(101)}`)).toEqual(EVERY_LOTTERY);
});
