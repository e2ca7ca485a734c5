import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveMessage } from "#app/domain/live.ts";
import { followLive } from "#app/ui/live-source.ts";

/** The browser's EventSource, which jsdom lacks, as far as it is used. */
class Source extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static all: Source[] = [];
  readyState = Source.CONNECTING;

  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }

  close(): void {
    this.readyState = Source.CLOSED;
  }

  tell(message: Partial<LiveMessage>): void {
    this.readyState = Source.OPEN;
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }

  fail(readyState = Source.CONNECTING): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
}

const hear = vi.fn<(text: string) => void>();
const look = vi.fn<() => void>();
let stop = () => {};

function follow(): void {
  stop = followLive({ address: "/l/abc/events", hear, look });
}

function see(visibilityState: DocumentVisibilityState): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(visibilityState);
  document.dispatchEvent(new Event("visibilitychange"));
}

const last = () => Source.all.at(-1)!;
const open = () => Source.all.filter(({ readyState }) => readyState !== Source.CLOSED);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0);
  vi.stubGlobal("EventSource", Source);
});

afterEach(() => {
  stop();
  Source.all = [];
  vi.clearAllMocks();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("while the stream speaks, nothing is looked up", () => {
  follow();
  last().tell({ waiting: 3 });
  vi.advanceTimersByTime(60_000);
  expect(hear).toHaveBeenCalledExactlyOnceWith(JSON.stringify({ waiting: 3 }));
  expect(look).not.toHaveBeenCalled();
});

test("without EventSource it looks after 3 seconds, more and more rarely, down to every 30", () => {
  vi.stubGlobal("EventSource", undefined);
  follow();
  const at: number[] = [];
  look.mockImplementation(() => void at.push(Date.now()));
  const began = Date.now();
  vi.advanceTimersByTime(150_000);
  expect(at[0]! - began).toBe(3_000);
  const waits = at.slice(1).map((time, index) => time - at[index]!);
  expect(waits.slice(0, 3)).toEqual([4_500, 6_750, 10_125]);
  expect(waits.at(-1)).toBe(30_000);
});

test("a stream that is refused is tried again at each look, and speaks for itself from then on", () => {
  follow();
  last().fail(Source.CLOSED);
  vi.advanceTimersByTime(3_000);
  expect(look).toHaveBeenCalledTimes(1);
  expect(Source.all).toHaveLength(2);
  last().tell({ waiting: 1 });
  vi.advanceTimersByTime(60_000);
  expect(look).toHaveBeenCalledTimes(1);
});

test("a stream that breaks is left to come back, until it has broken three times", () => {
  follow();
  last().fail();
  last().fail();
  expect(open()).toHaveLength(1);
  last().tell({ waiting: 1 });
  last().fail();
  last().fail();
  expect(open()).toHaveLength(1);
  last().fail();
  expect(open()).toHaveLength(0);
  vi.advanceTimersByTime(3_000);
  expect(look).toHaveBeenCalledTimes(1);
});

test("a stream that something holds back does not keep the page from hearing of the draw", () => {
  follow();
  last().readyState = Source.OPEN;
  vi.advanceTimersByTime(13_000);
  expect(look).toHaveBeenCalledTimes(1);
  expect(Source.all, "it may speak yet").toHaveLength(1);
});

test("a page that is not seen follows nothing, and follows again when it is", () => {
  follow();
  last().tell({ waiting: 1 });
  see("hidden");
  expect(open()).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect(look).not.toHaveBeenCalled();
  see("visible");
  expect(open()).toHaveLength(1);
  stop();
  see("visible");
  expect(open()).toEqual([]);
});
