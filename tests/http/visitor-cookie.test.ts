import { randomUUID } from "node:crypto";
import { createCookie } from "@remix-run/node";
import { expect, test } from "vitest";
import { arrive, createLottery } from "#tests/support/lotteries.ts";
import { SESSION_SECRET, testServer } from "#tests/support/server.ts";

const RETIRED = "the secret that signed before this one took over";
const server = await testServer({ SESSION_SECRET: `${SESSION_SECRET},${RETIRED}` });
const today = Math.floor(Date.now() / 86_400_000);
const club = () => ({ id: randomUUID(), clubId: randomUUID() });

/** The visitor's cookie as the app signs it, ready for a request. */
async function signed(value: object, secret = SESSION_SECRET): Promise<string> {
  const line = await createCookie("visitor", { secrets: [secret] }).serialize(value);
  return line.split(";")[0]!;
}

async function cookiesSet(Cookie: string): Promise<string[]> {
  const { headers } = await server.visitor().get("/history", { Cookie });
  return headers["set-cookie"] ?? [];
}

test.each([
  ["made today", { day: today }, 0],
  ["a few days old", { day: today - 6 }, 0],
  ["a week old", { day: today - 7 }, 1],
  ["almost a year old", { day: today - 360 }, 1],
  ["of an older release", {}, 1],
])("a cookie %s is renewed as often as it needs to be", async (_, age, renewals) => {
  const set = await cookiesSet(await signed({ ...club(), ...age }));
  expect(set).toHaveLength(renewals);
  for (const line of set) expect(line).toMatch(/^visitor=.*; Max-Age=31536000;/);
});

test("the club stays the same, and the renewed cookie is good for another week", async () => {
  const host = server.visitor();
  await arrive(host);
  const lottery = await createLottery(host);
  const { id, clubId } = (await createCookie("visitor", { secrets: [SESSION_SECRET] }).parse(
    `visitor=${host.jar.get("visitor")}`,
  )) as { id: string; clubId: string };
  host.jar.set("visitor", (await signed({ id, clubId, day: today - 300 })).replace("visitor=", ""));
  const old = host.jar.get("visitor");
  await host.get("/library");
  expect(host.jar.get("visitor")).not.toBe(old);
  expect((await host.get("/history")).headers["set-cookie"]).toBeUndefined();
  expect((await host.get("/history")).html).toContain(lottery);
});

test("what a retired secret signed is signed anew, so that the secret can go", async () => {
  const value = { ...club(), day: today };
  const set = await cookiesSet(await signed(value, RETIRED));
  expect(set).toHaveLength(1);
  const pair = set[0]!.split(";")[0]!;
  expect(await createCookie("visitor", { secrets: [SESSION_SECRET] }).parse(pair)).toEqual(value);
  expect(await cookiesSet(pair)).toEqual([]);
});

test("the language that was chosen lives as long as the club", async () => {
  const Cookie = await signed({ ...club(), day: today - 100 });
  const chosen = (await createCookie("language").serialize("ru")).split(";")[0]!;
  const set = await cookiesSet(`${Cookie}; ${chosen}`);
  expect(set.map((line) => line.split("=")[0])).toEqual(["visitor", "language"]);
  expect(await cookiesSet(`${Cookie}; language=e30%3D`)).toHaveLength(1);
});
