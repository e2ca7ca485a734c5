import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createLastGood, type LastGoodOptions } from "#app/data/reliability/last-good.server.ts";

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  // Not at the beginning of the process's time, where sums are differences.
  vi.advanceTimersByTime(60_000);
});

const ENTRY_BYTES = 200;
/** As JSON so long. */
const text = (bytes: number) => "x".repeat(bytes - 2);

type Keeping = { scope?: string; value?: unknown; oneOfMany?: boolean; saysNothing?: boolean };

function scene(options?: LastGoodOptions) {
  const lastGood = createLastGood(options);
  const place = (key: string, scope = "club", oneOfMany = false) => ({ scope, key, oneOfMany });
  const keep = (
    key: string,
    { scope = "club", value = key, oneOfMany = false, saysNothing = false }: Keeping = {},
  ) => {
    const latest = { value, asOf: 1, askedAt: performance.now() };
    lastGood.remember(place(key, scope, oneOfMany), latest, { saysNothing });
  };
  const kept = (key: string, scope?: string) => lastGood.recall(place(key, scope))?.value;
  return { ...lastGood, keep, kept };
}

test("what was remembered is recalled for its key and scope, the latest, with its dates", () => {
  const { keep, kept, recall, size } = scene();
  expect(kept("library")).toBeUndefined();
  keep("library", { value: "before" });
  vi.advanceTimersByTime(10);
  keep("library", { value: "after" });
  keep("library", { value: "of another", scope: "other" });
  expect(recall({ scope: "club", key: "library", oneOfMany: false })).toMatchObject({
    value: "after",
    asOf: 1,
    askedAt: performance.now(),
  });
  expect([kept("library", "other"), kept("library", "third"), kept("home")]).toEqual([
    "of another",
    undefined,
    undefined,
  ]);
  expect(size()).toBe(2);
});

describe("one scope has room for twelve", () => {
  const twelve = Array.from({ length: 12 }, (_, index) => `page ${index}`);

  test("then the one that nobody asked for the longest goes", () => {
    const { keep, kept, size } = scene();
    for (const key of twelve) keep(key);
    expect(kept("page 0")).toBe("page 0");
    expect(size()).toBe(12);
    keep("page 12");
    expect([kept("page 0"), kept("page 1"), kept("page 12"), size()]).toEqual([
      "page 0",
      undefined,
      "page 12",
      12,
    ]);
  });

  test("what is remembered anew is young again", () => {
    const { keep, kept } = scene();
    for (const key of twelve) keep(key);
    keep("page 0");
    keep("page 12");
    expect([kept("page 0"), kept("page 1")]).toEqual(["page 0", undefined]);
  });

  test("pages that an address can name go before all others, the oldest first", () => {
    const { keep, kept } = scene();
    for (const [index, key] of twelve.entries()) keep(key, { oneOfMany: index === 5 || index === 7 });
    keep("page 12");
    expect([kept("page 0"), kept("page 5"), kept("page 7")]).toEqual(["page 0", undefined, "page 7"]);
    keep("page 13", { oneOfMany: true });
    expect([kept("page 0"), kept("page 7"), kept("page 13")]).toEqual(["page 0", undefined, "page 13"]);
  });
});

describe("and for a sixty-fourth of all bytes", () => {
  const maxBytes = 64 * 1_000;
  /** With what it takes beside its value, and the key. */
  const sized = (key: string, bytes: number) => text(bytes - ENTRY_BYTES - key.length);

  test("which are counted", () => {
    const { keep, kept } = scene({ maxBytes });
    keep("a", { value: sized("a", 500) });
    keep("b", { value: sized("b", 500) });
    expect([kept("a"), kept("b")].map(Boolean)).toEqual([true, true]);
    keep("c", { value: sized("c", 250) });
    expect([kept("a"), kept("b"), kept("c")].map(Boolean)).toEqual([false, true, true]);
    keep("d", { value: sized("d", 251) });
    expect([kept("b"), kept("c"), kept("d")].map(Boolean)).toEqual([false, true, true]);
  });

  test("what is larger than that is not remembered, and leaves nothing of what was", () => {
    const { keep, kept, size } = scene({ maxBytes });
    keep("a");
    keep("a", { value: sized("a", 1_001) });
    expect([kept("a"), size()]).toEqual([undefined, 0]);
    keep("a", { value: sized("a", 1_000) });
    expect(size()).toBe(1);
  });

  test("what JSON leaves out takes no room of its own", () => {
    const { keep, size } = scene({ maxBytes });
    keep("a", { value: () => "no JSON" });
    expect(size()).toBe(1);
  });
});

describe("of many scopes those stay that somebody asks for", () => {
  test("so many", () => {
    const { keep, kept } = scene({ maxScopes: 2 });
    for (const scope of ["a", "b"]) keep("home", { scope });
    expect(kept("home", "a")).toBe("home");
    keep("home", { scope: "c" });
    expect(["a", "b", "c"].map((scope) => kept("home", scope))).toEqual(["home", undefined, "home"]);
  });

  test("and so many bytes", () => {
    const { keep, size } = scene({ maxBytes: 64 * 1_000 });
    for (let club = 0; club < 70; club++)
      keep("a", { scope: `club ${club}`, value: text(1_000 - ENTRY_BYTES - 1) });
    expect(size()).toBe(64);
  });
});

describe("what says no more than the default", () => {
  test("is believed for five seconds, and takes no room", () => {
    const { keep, kept, size } = scene();
    keep("none", { value: null, saysNothing: true });
    vi.advanceTimersByTime(4_999);
    expect([kept("none"), size()]).toEqual([null, 0]);
    vi.advanceTimersByTime(1);
    expect(kept("none")).toBeUndefined();
  });

  test("takes the place of what was there, and gives it up again", () => {
    const { keep, kept, size } = scene();
    keep("movie", { value: "there" });
    keep("movie", { value: "gone", saysNothing: true });
    expect([kept("movie"), size()]).toEqual(["gone", 0]);
    keep("movie", { value: "there again" });
    expect([kept("movie"), size()]).toEqual(["there again", 1]);
  });

  test("and anybody may make any number of it", () => {
    const { keep, kept } = scene();
    keep("home");
    for (let made = 0; made < 600; made++) keep(`made up ${made}`, { value: null, saysNothing: true });
    expect([kept("home"), kept("made up 99"), kept("made up 100")]).toEqual(["home", undefined, null]);
  });
});
