import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { ticketsOf, valueOf } from "#tests/support/forms.ts";
import { linkTo, textOf, textsOf } from "#tests/support/html.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const owner = server.visitor();
const TITLES = Array.from({ length: 12 }, (_, index) => `Ералаш ${index + 1}`);

beforeAll(async () => {
  await arrive(owner);
  for (const title of TITLES) await add(owner, title);
  await server
    .db("movies")
    .whereIn("title", TITLES.slice(0, 3))
    .update({ badges: ["top"] });
});

test("films are taken from the library's own form, stand in an address that stays, and can be taken anew", async () => {
  const library = await owner.get("/library?badge=top&badge=none&sort=title");
  const thrown = await owner.get(addressOf(library, { take: "5" }));
  expect([thrown.status, thrown.location]).toEqual([
    302,
    expect.stringMatching(/^\/library\/random\?badge=top&badge=none&sort=title&take=5&seed=\w{10}$/),
  ]);
  const page = await owner.follow(thrown);
  const taken = listed(page);
  expect(new Set(taken).size).toBe(5);
  expect(listed(await owner.get(thrown.location)), "after a reload").toEqual(taken);
  const others = new Set<string>();
  for (let time = 0; time < 12; time += 1) {
    const again = await owner.follow(await owner.get(addressOf(page, { take: "2" })));
    for (const title of listed(again)) others.add(title);
  }
  expect(others.size, "two of twelve, twelve times").toBeGreaterThan(4);
  expect(linkTo(page.document, "Back to the library")).toBe("/library?badge=top&badge=none&sort=title");
});

test("only what the filter leaves is taken, and when there is less of it, that is said", async () => {
  const page = await owner.follow(await owner.get("/library/random?badge=top&take=5"));
  expect(listed(page).toSorted()).toEqual(TITLES.slice(0, 3).toSorted());
  expect(textOf(page.document, ".aside-note")).toBe("Only 3 films fit.");
  const none = await owner.follow(await owner.get("/library/random?badge=banned"));
  expect(textOf(none.document, ".aside-note")).toMatch(/^No film fits/);
  expect(textsOf(none.document, ".choices button")).toEqual([]);
});

test("the films become a lottery, once; or go into the form of the start page first", async () => {
  const page = await owner.follow(await owner.get("/library/random?take=4"));
  const made = await owner.press(page, "Make a lottery of these");
  expect([made.status, made.location]).toEqual([303, expect.stringMatching(/^\/l\/\w{10}$/)]);
  expect((await owner.press(page, "Make a lottery of these")).location).toBe(made.location);
  const lottery = await owner.follow(made);
  expect(textsOf(lottery.document, ".candidates .movie-name").toSorted()).toEqual(listed(page).toSorted());
  const form = await owner.press(page, "Change the list first");
  expect(form.status).toBe(200);
  expect(ticketsOf(form.document).map(({ title }) => title)).toEqual(listed(page));
  const created = await owner.press(form, "Create the lottery");
  expect(created.status).toBe(303);
  expect(created.location).not.toBe(made.location);
});

test("a film that another device removed meanwhile is told, and the others can be taken", async () => {
  const visitor = server.visitor();
  await arrive(visitor);
  for (const title of ["Ran", "Her", "Jaws"]) await add(visitor, title);
  const page = await visitor.follow(await visitor.get("/library/random?take=3"));
  await visitor.post(`/library/${idsOn(page)[0]}/deletion`, {});
  const refused = await visitor.press(page, "Make a lottery of these");
  expect([refused.status, textOf(refused.document, "[role=alert]")]).toEqual([
    409,
    expect.stringMatching(/^One of these films is no longer in the library/),
  ]);
  expect(listed(refused)).toHaveLength(2);
  expect((await visitor.press(refused, "Make a lottery of these")).status).toBe(303);
});

test("numbers that make no sense are left out with a word, and a seed that is none is thrown anew", async () => {
  for (const take of ["1", "26", "-3", "5.5", "many", "9".repeat(30)]) {
    const thrown = await owner.get(`/library/random?take=${take}`);
    expect(thrown.location).toMatch(/take=5&seed=\w{10}$/);
    const page = await owner.get(`/library/random?take=${take}&seed=${"2".repeat(10)}`);
    expect(textOf(page.document, ".aside-note")).toBe(
      "We couldn’t make sense of this, so it was left out: how many films.",
    );
    expect(listed(page)).toHaveLength(5);
  }
  for (const seed of ["", "x", "%00", "'--", "2".repeat(11)]) {
    expect((await owner.get(`/library/random?seed=${seed}`)).status).toBe(302);
  }
  const skipped = await owner.get(`/library/random?skip=101&seed=${"2".repeat(10)}`);
  expect(textOf(skipped.document, ".aside-note")).toMatch(/^We couldn’t make sense/);
});

test("the winners of the last draws can be left out", async () => {
  const visitor = server.visitor();
  await arrive(visitor);
  for (const title of ["Ran", "Her", "Jaws"]) await add(visitor, title);
  const page = await visitor.follow(await visitor.get("/library/random?take=3"));
  const made = await visitor.press(page, "Make a lottery of these");
  await visitor.post(`${made.location}/draw`, {});
  const left = await visitor.follow(await visitor.get(addressOf(page, { take: "3", skip: "1" })));
  expect(listed(left)).toHaveLength(2);
  expect(valueOf(left.document, "skip")).toBe("1");
});

test("a form that is none of ours, and films of others, make no lottery", async () => {
  const page = await owner.follow(await owner.get("/library/random?take=2"));
  const [key, ...ids] = [valueOf(page.document, "submitKey"), ...idsOn(page)];
  const address = "/library/random?seed=2222222222";
  for (const body of [
    "",
    `submitKey=${key}`,
    `submitKey=x&movie=${ids.join("&movie=")}`,
    "movie=x&movie=y",
  ]) {
    expect([body, (await owner.postBody(address, body)).status]).toEqual([body, 400]);
  }
  const stranger = server.visitor();
  await arrive(stranger);
  const stolen = await stranger.postBody(address, `submitKey=${randomUUID()}&movie=${ids.join("&movie=")}`);
  expect(stolen.status).toBe(409);
  expect(listed(stolen)).toEqual([]);
});

test("another club's films are never taken", async () => {
  const stranger = server.visitor();
  await arrive(stranger);
  await add(stranger, "Зеркало");
  const address = (await owner.get("/library/random?take=25")).location;
  expect(listed(await stranger.get(address))).toEqual(["Зеркало"]);
  expect(listed(await server.visitor().get(address))).toEqual([]);
});

function add(visitor: Visitor, title: string): Promise<Answer> {
  return visitor.post("/library", { form: "add", submitKey: randomUUID(), title, year: "", note: "" });
}

/** Where the form that takes films leads, when its fields say this. */
function addressOf({ document }: Answer, said: Record<string, string>): string {
  const form = document.querySelector(".take-form")!;
  const fields = [...form.querySelectorAll<HTMLInputElement>("input, select")];
  const query = fields.map(({ name, value }): [string, string] => [name, said[name] ?? value]);
  return `${form.getAttribute("action")}?${new URLSearchParams(query.filter(([, value]) => value !== ""))}`;
}

function listed({ document }: Answer): string[] {
  return textsOf(document, ".poster-grid .movie-name");
}

function idsOn({ document }: Answer): string[] {
  return [...document.querySelectorAll<HTMLInputElement>("[name=movie]")].map(({ value }) => value);
}
