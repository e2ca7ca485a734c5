import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { CLOSE, openHat, putIn } from "#tests/support/hats.ts";
import { textsOf, winnerOn } from "#tests/support/html.ts";
import { arrive, DRAW } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const run = promisify(execFile);
const python = await run("python3", ["--version"]).then(Boolean, () => false);

const AGAIN = { reason: "Аня уже видела", leaveOut: "on" };
const idOf = (path: string) => path.slice("/l/".length);

async function friends(count: number): Promise<Visitor[]> {
  const all = Array.from({ length: count }, () => server.visitor());
  await Promise.all(all.map(arrive));
  return all;
}

async function closeAndDraw(host: Visitor, path: string): Promise<string> {
  await host.press(await host.get(path), CLOSE);
  await host.post(`${path}/draw`, {});
  return winnerOn((await host.get(path)).document);
}

async function drawAgain(host: Visitor, path: string): Promise<string> {
  await host.press(await host.get(`${path}/redraw`), "Yes, draw again", AGAIN);
  await host.press(await host.get(path), DRAW);
  return winnerOn((await host.get(path)).document);
}

/** The tickets that films have, by their titles, before the hat is closed. */
async function ticketsIn(path: string): Promise<Record<string, number>> {
  const { document } = await server.visitor().get(path);
  const titles = textsOf(document, ".hat .ticket .movie-name bdi");
  const odds = textsOf(document, ".hat .ticket-odds").map((text) => Number.parseInt(text, 10));
  return Object.fromEntries(titles.map((title, index) => [title, odds[index]!]));
}

test("films keep their tickets when it is drawn again, and the proof counts those of the films that take part", async () => {
  const host = server.visitor();
  const path = await openHat(host, [["Ran"], ["Alien"], ["Сталкер"], ["Vertigo"]], { odds: "backers" });
  const [anya, borya] = await friends(2);
  for (const title of ["Ran", "Alien"]) await anya!.press(await anya!.get(path), `Me too: “${title}”`);
  await borya!.press(await borya!.get(path), "Me too: “Ran”");
  const first = await closeAndDraw(host, path);
  const weights = new Map([
    ["Ran", 3],
    ["Alien", 2],
    ["Сталкер", 1],
    ["Vertigo", 1],
  ]);
  expect((await host.get(`${path}/proof`)).html).toContain("mod 7 =");
  const second = await drawAgain(host, path);
  expect(second).not.toBe(first);
  const left = 7 - weights.get(first)!;
  const page = (await host.get(path)).document;
  expect(new Set(textsOf(page, ".ticket-odds").map((text) => Number(/of (\d+)/.exec(text)![1])))).toEqual(
    new Set([left]),
  );
  const proof = await host.get(`${path}/proof`);
  expect(proof.html).toContain(`mod ${left} =`);
  const lists = [...proof.document.querySelectorAll(".exact-text pre")].map((pre) => pre.textContent);
  const list = lists.find((text) => text.startsWith("movie-lottery list"))!;
  const listed = [...list.matchAll(/^\d [0-9a-f-]{36} (\d) - (.+)$/gm)];
  expect(new Map(listed.map(([, weight, title]) => [title, Number(weight)]))).toEqual(
    new Map([...weights].filter(([title]) => title !== first)),
  );
  if (!python) return;
  const script = lists.find((text) => text.includes("import hashlib"))!;
  const { stdout } = await run("python3", ["-I", "-X", "utf8", "-c", script]);
  expect(stdout).toContain("list hash is the published one: True");
  expect(stdout).toMatch(new RegExp(`winner: \\d [0-9a-f-]{36} ${weights.get(second)} - ${second}`));
});

test("“who won last time” is whose film the club’s last hat drew last, from hat to hat", async () => {
  const host = server.visitor();
  const people = await friends(3);
  const films = (evening: number) => people.map((_, person) => `Film ${evening}-${person}`);
  const whose = (title: string) => Number(title.at(-1));
  const fill = async (evening: number) => {
    const path = await openHat(host, [], { odds: "rested" });
    for (const [person, title] of films(evening).entries()) await putIn(people[person]!, path, { title });
    return path;
  };
  const expected = (evening: number, rested: number | null) =>
    Object.fromEntries(films(evening).map((title) => [title, whose(title) === rested ? 1 : 2]));

  const first = await fill(1);
  expect(await ticketsIn(first), "nobody has won anything").toEqual(expected(1, null));
  const firstWinner = whose(await closeAndDraw(host, first));
  const second = await fill(2);
  expect(await ticketsIn(second)).toEqual(expected(2, firstWinner));
  const secondWinner = whose(await closeAndDraw(host, second));
  expect(await ticketsIn(await fill(3))).toEqual(expected(3, secondWinner));
  const later = whose(await drawAgain(host, first));
  expect(later).not.toBe(firstWinner);
  const fourth = await fill(4);
  expect(await ticketsIn(fourth), "the draw made last counts").toEqual(expected(4, later));
  await host.press(await host.get(fourth), CLOSE);
  // Fixed with the list: what is drawn afterwards changes nothing.
  await host.press(await host.get(`${second}/redraw`), "Yes, draw again", AGAIN);
  await host.post(`${second}/draw`, {});
  const weights = await server
    .db("entries")
    .where({ lottery_id: idOf(fourth) })
    .orderBy("position")
    .pluck("weight");
  expect(weights).toEqual(Object.values(expected(4, later)));
});

test("what another club has drawn rests nobody", async () => {
  const [host, stranger] = [server.visitor(), server.visitor()];
  const [anya] = await friends(1);
  const elsewhere = await openHat(stranger, [], { odds: "rested" });
  await putIn(anya!, elsewhere, { title: "Ran", several: "Alien" });
  await closeAndDraw(stranger, elsewhere);
  const path = await openHat(host, [["Her"]], { odds: "rested" });
  await putIn(anya!, path, { title: "Vertigo" });
  expect(await ticketsIn(path)).toEqual({ Her: 2, Vertigo: 2 });
});
