import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Written } from "#app/data/reliability/writing.server.ts";
import {
  atOnce,
  busy,
  cutOff,
  guardScene,
  mistake,
  pass,
  pending,
  refused,
  tableMissing,
  unreachable,
} from "./guard-scene.ts";

const WRITE_MS = 3_000;

type Pending = ReturnType<typeof pending<string>>;

function writeScene() {
  const scene = guardScene();
  const write = <T>(run: () => Promise<T>, touches: string[] = ["club a"]): Promise<Written<T>> =>
    scene.guard.write({ name: "create-lottery", touches, budgetMs: WRITE_MS, run });
  return { ...scene, write };
}

const unheard = vi.fn<(reason: unknown) => void>();
beforeEach(() => void process.on("unhandledRejection", unheard));
afterEach(() => {
  process.off("unhandledRejection", unheard);
  unheard.mockClear();
});

/** Node reports unheard rejections once the microtasks are done. */
const soon = () => new Promise((resolve) => setImmediate(resolve));

describe("a write", () => {
  test.each([{ id: "23456789ab" }, null, false, 0, "", undefined])(
    "that is done is ok and brings %j",
    async (value) => {
      const { write, events } = writeScene();
      expect(await write(() => Promise.resolve(value))).toEqual({ ok: true, value });
      expect(events).toMatchObject([{ event: "write", outcome: "ok" }]);
    },
  );

  test.each([
    ["never sent", unreachable(), "no"],
    ["too long for the server", busy(), "refused"],
    ["refused by the server", refused(), "refused"],
    ["refused for want of tables", tableMissing(), "refused"],
    ["cut off on its way", cutOff(), "unknown"],
    ["without an answer from the server", new Error("insert … - Query read timeout"), "unknown"],
  ] as const)("%s: saved = %s", async (_what, error, saved) => {
    const { write, events } = writeScene();
    expect(await write(() => Promise.reject(error))).toEqual({ ok: false, saved });
    expect(events).toMatchObject([
      { event: "write-failed", error },
      { event: "write", outcome: saved },
    ]);
  });

  test("is sent once, whatever comes of it", async () => {
    const { write } = writeScene();
    const run = vi.fn<() => Promise<never>>(() => Promise.reject(unreachable()));
    await write(run);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("over its budget: unknown, exactly then, and the next page does not wait", async () => {
    const { write, read } = writeScene();
    const answer = write(() => new Promise(() => {}));
    await pass(WRITE_MS - 1);
    expect(await atOnce(answer)).toBe("still waiting");
    await pass(1);
    expect(await atOnce(answer)).toEqual({ ok: false, saved: "unknown" });
    expect(await atOnce(read(() => Promise.resolve("Сталкер")))).toMatchObject({ source: "default" });
  });

  test("that fails after its budget ends nothing else", async () => {
    const { write } = writeScene();
    const late = pending();
    const answer = write(() => late.promise);
    await pass(WRITE_MS);
    expect(await answer).toEqual({ ok: false, saved: "unknown" });
    late.reject(cutOff());
    await soon();
    expect(unheard).not.toHaveBeenCalled();
  });

  test("whose time is over before it began ends nothing either", async () => {
    const { guard } = guardScene();
    const command = { name: "draw", touches: [], budgetMs: 0, run: () => Promise.reject(cutOff()) };
    expect(await guard.write(command)).toEqual({ ok: false, saved: "unknown" });
    await soon();
    expect(unheard).not.toHaveBeenCalled();
  });

  test("throws what is a mistake in the program", async () => {
    const { write, guard } = writeScene();
    await expect(write(() => Promise.reject(mistake()))).rejects.toThrow(TypeError);
    expect(guard.state().connection).toBe("closed");
  });

  test("that is refused is told until one of its name is done, or for three minutes", async () => {
    const { write, guard } = writeScene();
    await write(() => Promise.reject(refused()));
    expect(guard.state()).toMatchObject({
      connection: "closed",
      refusals: [{ name: "create-lottery", code: "42501" }],
    });
    await pass(3 * 60_000 + 1);
    expect(guard.state().refusals).toEqual([]);
    await write(() => Promise.reject(refused()));
    await write(() => Promise.resolve("saved"));
    expect(guard.state().refusals).toEqual([]);
  });

  test("does not wait for an open breaker", async () => {
    const { write, failThrice } = writeScene();
    await failThrice();
    expect(await write(() => Promise.resolve("saved"))).toEqual({ ok: true, value: "saved" });
  });
});

describe("what is read around a write", () => {
  test("a read sent before it is neither shown nor remembered after it", async () => {
    const { write, read } = writeScene();
    const before = pending();
    const early = read(() => before.promise);
    await write(() => Promise.resolve("saved"));
    const later = vi.fn<() => Promise<string>>(() => Promise.resolve("with the new lottery"));
    expect(await read(later)).toMatchObject({ value: "with the new lottery", source: "fresh" });
    before.resolve("without it");
    await early;
    expect(await read(() => Promise.reject(unreachable()))).toMatchObject({ value: "with the new lottery" });
  });

  test.each([
    ["late", (write: Pending) => write.resolve("saved")],
    ["failed", (write: Pending) => write.reject(cutOff())],
  ])("that holds for a %s one too, whose outcome is not known", async (_what, end) => {
    const { write, read } = writeScene();
    const late = pending();
    const answer = write(() => late.promise);
    await pass(WRITE_MS);
    await answer;
    // The breaker's pause is over; this probe is sent before the write has come back.
    await pass(250);
    const before = pending();
    await read(() => before.promise);
    end(late);
    await pass(0);
    before.resolve("without it");
    await pass(0);
    expect(await read(() => Promise.reject(unreachable()))).toMatchObject({ source: "default" });
  });

  test("reads of other clubs go on", async () => {
    const { write, read } = writeScene();
    const load = vi.fn<() => Promise<string>>(() => pending().promise);
    void read(load, { scope: "club b" });
    await write(() => Promise.resolve("saved"));
    void read(load, { scope: "club b" });
    await pass(0);
    expect(load).toHaveBeenCalledTimes(1);
  });
});
