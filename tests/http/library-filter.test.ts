import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { valueOf } from "#tests/support/forms.ts";
import { textOf, textsOf } from "#tests/support/html.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import { NASTY_PIECES } from "#tests/support/nasty-texts.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const owner = server.visitor();

beforeAll(async () => {
  await arrive(owner);
  for (const [title, year] of [
    ["Сталкер", "1979"],
    ["Alien", "1979"],
    ["Матрица", "1999"],
    ["Playtime", ""],
  ] as const)
    await add(owner, { title, year });
  await server
    .db("movies")
    .where({ title: "Alien" })
    .update({ badges: ["watched"], runtime: 117 });
  await server
    .db("movies")
    .where({ title: "Playtime" })
    .update({ genres: ["комедия"], tags: ["с аней"] });
});

test("the form is sent by GET, finds, and says again what it was asked", async () => {
  const page = await owner.get(
    encodeURI("/library?q=матриц&sort=title&from=1990&to=&badge=none&rating=&watched="),
  );
  expect(listed(page)).toEqual(["Матрица"]);
  expect(page.document.querySelector("[role=search]")?.getAttribute("method")).toBe("get");
  expect([valueOf(page.document, "q"), valueOf(page.document, "from")]).toEqual(["матриц", "1990"]);
  const ticked = [...page.document.querySelectorAll("[role=search] [checked]")];
  expect(ticked.map((each) => each.getAttribute("value"))).toEqual(["none"]);
  expect(listed(await owner.get("/library"))).toHaveLength(4);
});

test("a mistyped title brings those that are like it, and says so", async () => {
  const page = await owner.get(encodeURI("/library?q=мартица"));
  expect(listed(page)).toEqual(["Матрица"]);
  expect(textOf(page.document, "[role=status]")).toContain(
    "No title has “мартица” in it. These are the nearest:",
  );
  expect(textOf((await owner.get(encodeURI("/library?q=зеркало"))).document, ".aside-note")).toContain(
    "No film fits.",
  );
});

test("every choice says how many films it would bring", async () => {
  const page = await owner.get("/library");
  const chips = textsOf(page.document, ".chips .chip");
  expect(chips).toEqual(expect.arrayContaining(["Watched1", "Banned0", "No badge3", "комедия1", "с аней1"]));
});

test("a film of unknown length is kept, and marked", async () => {
  const page = await owner.get("/library?runtime=100");
  expect(listed(page)).toEqual(["Playtime", "Матрица", "Сталкер"]);
  expect(textsOf(page.document, ".poster-link .hint")).toEqual(Array(3).fill("length unknown"));
  expect(page.document.documentElement.outerHTML).toContain("length unknown");
  expect((await owner.get("/library")).html).not.toContain(">length unknown<");
});

test("nonsense is left out with a word", async () => {
  const page = await owner.get("/library?from=soon&rating=99&badge=gold&sort=price&after=x&won=maybe");
  expect([page.status, listed(page).length]).toEqual([200, 4]);
  expect(textOf(page.document, ".aside-note")).toBe(
    "We couldn’t make sense of this, so it was left out: Badges, Year, Rated at least, Never drawn, Order, place in the list.",
  );
});

test("no address is too odd", async () => {
  const names = ["q", "tag", "genre", "badge", "from", "after", "show", "end", "sort"];
  for (const piece of NASTY_PIECES.filter((_, index) => index % 3 === 0)) {
    const query = new URLSearchParams(names.map((name) => [name, piece]));
    expect([piece, (await owner.get(`/library?${query}`)).status]).toEqual([piece, 200]);
    const place = new URLSearchParams({ sort: "title", after: `2abc.${piece}` });
    expect([piece, (await owner.get(`/library?${place}`)).status]).toEqual([piece, 200]);
  }
});

test("adding a film leaves the list as it was asked for", async () => {
  const page = await owner.get("/library?sort=title&tag=%D1%81+%D0%B0%D0%BD%D0%B5%D0%B9");
  const added = await owner.press(page, "Add to the library", { title: "Ran" });
  expect([added.status, added.location]).toEqual([
    303,
    "/library?sort=title&tag=%D1%81+%D0%B0%D0%BD%D0%B5%D0%B9",
  ]);
  expect(listed(await owner.follow(added))).toEqual(["Playtime"]);
});

test("another club's films are not found", async () => {
  const stranger = server.visitor();
  await arrive(stranger);
  await add(stranger, { title: "Зеркало", year: "1975" });
  expect(listed(await stranger.get("/library?watched=yes"))).toEqual([]);
  expect(listed(await stranger.get("/library?q=stalker"))).toEqual([]);
  expect(listed(await owner.get(encodeURI("/library?q=зеркало")))).toEqual([]);
});

function add(visitor: Visitor, fields: { title: string; year: string }): Promise<Answer> {
  return visitor.post("/library", { form: "add", submitKey: randomUUID(), note: "", ...fields });
}

function listed({ document }: Answer): string[] {
  return textsOf(document, ".poster-grid .movie-name bdi");
}
