import { afterEach, expect, test, vi } from "vitest";
import { openStream, type LiveStream } from "#tests/support/live-stream.ts";
import { arrive, createLottery, EVENING } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

// Each client of these tests comes through a proxy, from an address of its own.
const server = await testServer({ TRUSTED_PROXIES: "1" });
const host = server.visitor();
await arrive(host);
const streams: LiveStream[] = [];

async function follow(path: string, from: string, guest?: Visitor): Promise<LiveStream> {
  const cookie = [...(guest?.jar ?? [])].map((pair) => pair.join("=")).join("; ");
  const stream = await openStream(server.url, path, { "X-Forwarded-For": from, Cookie: cookie });
  streams.push(stream);
  return stream;
}

async function followOften(times: number, ...args: Parameters<typeof follow>): Promise<number[]> {
  const opened = await Promise.all(Array.from({ length: times }, () => follow(...args)));
  return opened.map(({ status }) => status);
}

afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});

const count = (statuses: number[], wanted: number) => statuses.filter((status) => status === wanted).length;

test("a visitor has eight streams at most, wherever they are opened, and gets the place of one that ended", async () => {
  const path = await createLottery(host);
  const [guest, other] = [server.visitor(), server.visitor()];
  await arrive(guest);
  await arrive(other);
  expect(count(await followOften(8, path, "203.0.113.1", guest), 200)).toBe(8);
  const refused = await follow(path, "203.0.113.2", guest);
  expect([refused.status, refused.headers["retry-after"], refused.headers.connection]).toEqual([
    429,
    "30",
    "close",
  ]);
  expect((await follow(path, "203.0.113.1", other)).status).toBe(200);
  streams[0]!.close();
  await vi.waitFor(async () => expect((await follow(path, "203.0.113.1", guest)).status).toBe(200));
});

test("one address has two hundred, and strangers get theirs all the same", async () => {
  const path = await createLottery(host);
  const statuses = await followOften(230, path, "203.0.113.3");
  expect([count(statuses, 200), count(statuses, 429)]).toEqual([200, 30]);
  expect((await follow(path, "203.0.113.4")).status).toBe(200);
});

test("who wants many link cards at once keeps nobody from theirs", async () => {
  const lotteries: string[] = [];
  for (let each = 0; each < 17; each++)
    lotteries.push(await createLottery(host, EVENING, { name: `№ ${each}` }));
  const card = async (path: string, from: string) => {
    const answer = await fetch(`${server.url}${path}/file/preview.png`, {
      headers: { "X-Forwarded-For": from },
    });
    await answer.arrayBuffer();
    return { status: answer.status, retry: answer.headers.get("retry-after"), at: performance.now() };
  };
  const stranger = lotteries.pop()!;
  const storm = Promise.all(lotteries.map((path) => card(path, "203.0.113.5")));
  // A second address, which comes when the first has all its places.
  const theirs = await card(stranger, "203.0.113.6");
  expect(theirs.status).toBe(200);
  const answers = await storm;
  expect(
    count(
      answers.map(({ status }) => status),
      200,
    ),
  ).toBeGreaterThanOrEqual(8);
  expect(answers.filter(({ status }) => status !== 200)).toEqual(
    answers.filter(({ status, retry }) => status === 503 && retry === "5"),
  );
  expect(answers.filter(({ at }) => at > theirs.at).length, "still waiting then").toBeGreaterThan(0);
});
