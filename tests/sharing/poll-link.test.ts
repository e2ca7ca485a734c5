import { expect, test } from "vitest";
import { arrive } from "#tests/support/lotteries.ts";
import { createPoll, endLongAgo, vote } from "#tests/support/polls.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const host = server.visitor();
await arrive(host);

/** What the page of a poll tells a chat. */
async function tagsOf(path: string): Promise<Record<string, string>> {
  const { document } = await server.visitor().get(path);
  const tags = [...document.querySelectorAll("meta[property^='og:']")];
  return Object.fromEntries(tags.map((tag) => [tag.getAttribute("property"), tag.getAttribute("content")]));
}

async function pictureAt(address: string): Promise<Buffer> {
  const answer = await fetch(address);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
  return Buffer.from(await answer.arrayBuffer());
}

test("a chat shows the films of a poll and that votes decide, then that it is over, and never what won", async () => {
  const poll = await createPoll(host, { name: "Пятница" });
  await vote(server.visitor(), poll, "approval", [3]);
  const before = await tagsOf(poll);
  expect(before["og:title"]).toBe("Пятница");
  expect(before["og:description"]).toMatch(/^3 фильма\. Решают голоса\. В бюллетене: Солярис \(1972\)/);
  const [width, height] = ["og:image:width", "og:image:height"].map((name) => Number(before[name]));
  const open = await pictureAt(before["og:image"]!);
  expect([open.readUInt32BE(16), open.readUInt32BE(20)]).toEqual([width, height]);
  await endLongAgo(server.db, poll);
  const after = await tagsOf(poll);
  expect(after["og:description"]).toMatch(
    /^Голосование закончилось\. Откройте и узнайте результат! В бюллетене: Солярис/,
  );
  expect(after["og:image"], "chats keep a picture by its address").not.toBe(before["og:image"]);
  expect((await pictureAt(after["og:image"]!)).equals(open)).toBe(false);
});

test("what a chat is told of a personal link is the poll's own link", async () => {
  const poll = await createPoll(host, { names: "Аня" });
  const { document } = await host.get(`${poll}/settings`);
  const link = new URL(document.querySelector(".voter-list input[readonly]")!.getAttribute("value")!);
  const tags = await tagsOf(link.pathname + link.search);
  expect(new URL(tags["og:url"]!).search).toBe("");
  expect(JSON.stringify(tags)).not.toContain(link.searchParams.get("as"));
});

test("there is no picture of a poll that is not there", async () => {
  expect((await fetch(`${server.url}/p/2222222222/file/preview.png`)).status).toBe(404);
});
