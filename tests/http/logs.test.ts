import { randomUUID } from "node:crypto";
import net from "node:net";
import { describe, expect, test } from "vitest";
import { lineOf, logLines, plainLines } from "#tests/support/log-lines.ts";
import { arrive, createLottery, EVENING, formWith } from "#tests/support/lotteries.ts";
import { SESSION_SECRET, testServer } from "#tests/support/server.ts";
import type { Answer } from "#tests/support/visitor.ts";

const server = await testServer();
const host = server.visitor();
await arrive(host);
const lottery = await createLottery(host);

const idOf = ({ headers }: Pick<Answer, "headers">) => headers["x-request-id"];

describe("every request is one line", () => {
  test("with its id, how long it took, and where its data came from", async () => {
    const page = await host.get("/history?before=typed-by-someone");
    const line = await lineOf(server, idOf(page));
    expect(line).toEqual({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      event: "request",
      request: expect.stringMatching(/^[\da-f]{12}$/),
      method: "GET",
      path: "/history",
      status: 200,
      ms: expect.any(Number),
      databaseMs: expect.any(Number),
      source: "fresh",
    });
    expect(line.ms).toBeGreaterThanOrEqual(Number(line.databaseMs));
  });

  test("a write says how it ended", async () => {
    const added = await host.post("/library", { form: "add", submitKey: randomUUID(), title: "Ran" });
    expect(await lineOf(server, idOf(added))).toMatchObject({ method: "POST", status: 303, outcome: "ok" });
  });

  test.each([
    [lottery, "/l/:id"],
    [`${lottery}/deletion`, "/l/:id/deletion"],
    [`${lottery}.data`, "/l/:id.data"],
    ["/_root.data?index", "/.data"],
    ["/l/2222222222/more", "(other)"],
    [`${lottery}%20`, "/l/:id"],
    [`/L${lottery.slice(2)}`, "(other)"],
    [`/search?for=${lottery}`, "(other)"],
    ["/%E0%A4%A", "(other)"],
    ["/healthz", "/healthz"],
    ["/favicon.svg", "/favicon.svg"],
  ])("%s is logged as %s", async (address, path) => {
    const answer = await host.get(address);
    expect((await lineOf(server, idOf(answer))).path).toBe(path);
  });

  test("an id from outside is not believed", async () => {
    const answer = await host.get("/healthz", { "X-Request-Id": "forged" });
    expect(idOf(answer)).not.toBe("forged");
  });

  test("nothing else writes lines", async () => {
    await lineOf(server, idOf(await host.get("/?for=Stalker")));
    expect(plainLines(server.output())).toEqual([expect.stringMatching(/^\[remix-serve\] http:/)]);
  });
});

test("requests that share a connection keep their own lines", async () => {
  const cookie = [...host.jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const addresses = Array.from(
    { length: 24 },
    (_, i) => ["/healthz", "/library", lottery, "/history"][i % 4]!,
  );
  const rounds = await Promise.all([0, 1, 2].map(() => pipelined(server.url, addresses, cookie)));
  for (const answers of rounds) {
    expect(new Set(answers.map(idIn)).size).toBe(addresses.length);
    for (const [i, answer] of answers.entries()) {
      const line = await lineOf(server, idIn(answer));
      const [path, source] = expected(addresses[i]!);
      expect(line).toMatchObject({ path, status: 200 });
      expect(line.source).toBe(source);
      expect(/^server-timing: .*db;dur=[\d.]+;desc="(\w+)"/im.exec(answer)?.[1]).toBe(source);
    }
  }
});

describe("Server-Timing", () => {
  const TIMING = /^total;dur=([\d.]+), db;dur=([\d.]+)(?:;desc="(\w+)")?, app;dur=([\d.]+)(?:;desc="kept")?$/;
  test.each([
    ["/history", "fresh"],
    ["/history.data", "fresh"],
    [lottery, "fresh"],
    ["/nowhere", undefined],
  ])("of %s", async (address, source) => {
    const { headers } = await host.get(address);
    const [, total, db, desc, app] = TIMING.exec(String(headers["server-timing"])) ?? [];
    expect(desc).toBe(source);
    expect(Number(total)).toBeGreaterThan(0);
    expect(Number(total)).toBeCloseTo(Number(db) + Number(app), 0);
  });

  test("tells of a database that is slow, and of a value that is not fresh", async () => {
    const known = await host.get("/library");
    expect(known.headers["server-timing"]).toMatch(/desc="fresh"/);
    const late = await whileLocked("movies", () => host.get("/library"));
    expect(late.headers["server-timing"]).toMatch(/db;dur=(?:79|[89]\d)\d(\.\d)?;desc="stale"/);
    const line = await lineOf(server, idOf(late));
    expect(line).toMatchObject({ source: "stale", status: 200 });
    expect(line.databaseMs).toBeGreaterThanOrEqual(790);
    const missing = await whileLocked("movies", () => host.get("/library?after=2222222222.1577836800000"));
    expect((await lineOf(server, idOf(missing))).source).toBe("default");
  });
});

describe("what people typed stays out of the log", () => {
  const TITLE = "Совершенно тайное кино";
  const NOTE = "и заметка о нём";
  const KEY = randomUUID();

  test.each([
    ["a constraint whose detail quotes the row", "check (title not like '%тайное%')", null],
    [
      "a trigger whose message quotes the title",
      null,
      "raise exception 'not %', new.title using hint = new.note",
    ],
    ["a cast whose message quotes the title", null, "perform new.title::integer"],
  ])("%s", async (_, check, statement) => {
    const added = await whileBroken({ check, statement }, () =>
      host.post("/library", { form: "add", submitKey: KEY, title: TITLE, note: NOTE }),
    );
    expect(added.status).toBe(503);
    const id = idOf(added);
    expect(await lineOf(server, id)).toMatchObject({ status: 503, outcome: "refused" });
    const failed = logLines(server.output()).find(
      ({ event, request }) => event === "write-failed" && request === id,
    );
    expect(failed).toMatchObject({
      kind: "refused",
      code: expect.stringMatching(/^\w{5}$/),
      severity: "ERROR",
    });
  });

  test("also when the write comes too late, the address is wrong or the form is", async () => {
    const late = await whileLocked("movies", () =>
      host.post("/library", { form: "add", submitKey: KEY, title: TITLE, note: NOTE }),
    );
    expect(late.status).toBe(503);
    const line = await lineOf(server, idOf(late));
    expect(line).toMatchObject({ outcome: "refused", status: 503 });
    const failed = logLines(server.output()).find(
      (each) => each.event === "write-failed" && each.request === line.request,
    );
    expect(failed).toMatchObject({ name: "add-movie", kind: "busy", code: "55P03" });
    await host.get(`/${encodeURIComponent(TITLE)}?q=${encodeURIComponent(NOTE)}`);
    await host.post("/?index", formWith([...EVENING, [TITLE, "abc"]], { submitKey: KEY }));
    await host.post(`/l/${encodeURIComponent(TITLE)}/draw`, {});
    await lineOf(server, idOf(await host.get("/healthz")));
  });

  test("nothing of it was written", () => {
    const output = server.output();
    const password = new URL(server.databaseUrl).password;
    expect(password).not.toBe("");
    const secrets = [TITLE, encodeURIComponent(TITLE), NOTE, encodeURIComponent(NOTE), KEY, password];
    const cookies = [...host.jar.values()];
    expect(cookies).not.toEqual([]);
    const lotteryId = lottery.split("/").at(-1)!;
    for (const secret of [...secrets, ...cookies, lotteryId, SESSION_SECRET, server.databaseUrl]) {
      expect(output).not.toContain(secret);
    }
  });
});

/** What a line of this address should say: its path, and the source of its data. */
function expected(address: string): [path: string, source: string | undefined] {
  if (address === "/healthz") return [address, undefined];
  return [address === lottery ? "/l/:id" : address, "fresh"];
}

function idIn(answer: string): string {
  return /^x-request-id: (\S+)/im.exec(answer)?.[1] ?? "";
}

/** Sends all these requests on one connection without waiting; answers the heads of the answers, in order. */
async function pipelined(url: string, addresses: string[], cookie: string): Promise<string[]> {
  const { hostname, port, host: name } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  const head = (address: string, last: boolean) =>
    `GET ${address} HTTP/1.1\r\nHost: ${name}\r\nCookie: ${cookie}\r\n${last ? "Connection: close\r\n" : ""}\r\n`;
  socket.write(addresses.map((each, i) => head(each, i === addresses.length - 1)).join(""));
  let text = "";
  for await (const chunk of socket.setEncoding("latin1")) text += String(chunk);
  return text.split(/HTTP\/1\.1 (?=\d{3} )/).slice(1);
}

/** While nobody but its owner may look at the table. */
async function whileLocked<T>(table: string, act: () => Promise<T>): Promise<T> {
  const lock = await server.db.transaction();
  try {
    await lock.raw("lock table ?? in access exclusive mode", [table]);
    return await act();
  } finally {
    await lock.rollback();
  }
}

/** While the database refuses certain movies, in one way or another. */
async function whileBroken<T>(
  { check, statement }: { check: string | null; statement: string | null },
  act: () => Promise<T>,
): Promise<T> {
  if (check) await server.db.raw(`alter table movies add constraint refused ${check} not valid`);
  if (statement) {
    await server.db.raw(
      `create function refuse() returns trigger language plpgsql as $$ begin ${statement}; return new; end $$`,
    );
    await server.db.raw(
      "create trigger refuse before insert on movies for each row execute function refuse()",
    );
  }
  try {
    return await act();
  } finally {
    await server.db.raw("alter table movies drop constraint if exists refused");
    await server.db.raw("drop function if exists refuse cascade");
  }
}
