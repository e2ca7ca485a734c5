import { describe, expect, test } from "vitest";
import { formatCursor, knownBadges, pageOf, parseCursor } from "#app/domain/library/library.ts";
import { ID_ALPHABET, ID_LENGTH, idFromBytes, isId, isLotteryId } from "#app/domain/lottery/lottery.ts";

describe("ids", () => {
  test("no letter can be mistaken for another, typed or read aloud", () => {
    for (const confusing of "0o1liOIL") expect(ID_ALPHABET).not.toContain(confusing);
    expect(new Set(ID_ALPHABET).size).toBe(ID_ALPHABET.length);
    expect(ID_ALPHABET).toBe(ID_ALPHABET.toLowerCase());
  });

  test("every letter stands for equally many bytes", () => {
    const uses = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      const id = idFromBytes(new Uint8Array(ID_LENGTH).fill(byte));
      if (id) uses.set(id[0]!, (uses.get(id[0]!) ?? 0) + 1);
    }
    expect([...uses.keys()].sort().join("")).toBe(ID_ALPHABET);
    expect(new Set(uses.values()).size).toBe(1);
  });

  test("skips unfair bytes, and says so when too few are left", () => {
    const unfair = [248, 250, 255];
    const fair = Array.from({ length: ID_LENGTH }, (_, index) => index);
    expect(idFromBytes(Uint8Array.from([...unfair, ...fair]))).toBe(ID_ALPHABET.slice(0, ID_LENGTH));
    expect(idFromBytes(Uint8Array.from([...unfair, ...fair.slice(1)]))).toBeNull();
    expect(idFromBytes(new Uint8Array())).toBeNull();
  });

  test("takes no more bytes than it has letters", () => {
    expect(idFromBytes(new Uint8Array(24))).toBe("2".repeat(ID_LENGTH));
  });

  test.each([
    ["23456789ab", true],
    ["23456789a", false],
    ["23456789abc", false],
    ["23456789AB", false],
    ["l0l0l0l0l0", false],
    ["сталкер234", false],
    ["23456789a\n", false],
    ["", false],
    [undefined, false],
  ])("isId(%j) is %s", (text, is) => {
    expect(isId(text)).toBe(is);
  });
});

describe("cursors", () => {
  test("come back as they went", () => {
    const cursor = { at: new Date("2026-11-23T18:00:00.123Z"), id: "23456789ab" };
    expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
  });

  test.each([
    null,
    "",
    "-",
    "1",
    "x-23456789ab",
    "1763920800123-",
    "1-../../etc",
    "9999999999999999-a",
    "1-a b",
    "-1-a",
  ])("%j is none", (text) => expect(parseCursor(text)).toBeNull());

  test("the largest number that passes is a real date", () => {
    expect(parseCursor("999999999999999-z")?.at.getTime()).toBe(999_999_999_999_999);
  });
});

describe("pageOf", () => {
  const row = (n: number) => ({ at: new Date(n), id: `id${n}` });

  test("a full page with more behind it ends in the cursor of its last item", () => {
    expect(pageOf([row(3), row(2), row(1)], 2, (last) => last)).toEqual({
      items: [row(3), row(2)],
      before: "2-id2",
    });
  });

  test("the last page has no cursor, full or not", () => {
    expect(pageOf([row(2), row(1)], 2, (last) => last).before).toBeNull();
    expect(pageOf([row(1)], 2, (last) => last).before).toBeNull();
    expect(pageOf([], 2, () => row(0))).toEqual({ items: [], before: null });
  });
});

test("the next page begins after the last film of this one", () => {
  const rows = ["a", "b", "c"].map((id) => ({ id, at: new Date(1_000) }));
  expect(pageOf(rows, 2, (last) => last)).toEqual({ items: rows.slice(0, 2), before: "1000-b" });
  expect(pageOf(rows, 3, (last) => last)).toEqual({ items: rows, before: null });
  expect(pageOf(rows, 0, (last) => last)).toEqual({ items: [], before: null });
});

test("a page goes on after its last row, whichever that is", () => {
  const rows = ["a", "b", "c", "d"].map((id, index) => ({ id, at: new Date(index) }));
  expect(pageOf(rows, 3, (last) => last)).toEqual({ items: rows.slice(0, 3), before: "2-c" });
  expect(pageOf(rows, 4, (last) => last).before).toBeNull();
});

test("of badges those are kept that this release knows, each once and in their order", () => {
  expect(knownBadges(["watched", "of another release", "want", "watched"])).toEqual(["want", "watched"]);
});

test.each([
  ["23456789ab", true],
  ["abc123", true],
  ["000000", true],
  ["abc12", false],
  ["abc1234", false],
  ["ABC123", false],
  ["", false],
  [undefined, false],
])("%j can be the id of a lottery, from here or from the app before: %s", (text, can) => {
  expect(isLotteryId(text)).toBe(can);
});
