import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { textOf, textsOf } from "#tests/support/html.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();

test("a removal is undone from its notice, in the list that it was made in", async () => {
  const owner = await someone(["Jaws", "Ran"]);
  const list = await owner.get("/library?sort=title");
  expect(listed(list)).toEqual(["Jaws", "Ran"]);
  const removed = await owner.follow(await remove(owner, list, "?sort=title"));
  expect(textOf(removed.document, ".notice p")).toBe("“Jaws” is no longer in the library.");
  expect(listed(removed)).toEqual(["Ran"]);
  const undone = await owner.press(removed, "Undo");
  expect([undone.status, undone.location]).toEqual([303, "/library?sort=title"]);
  const again = await owner.follow(undone);
  expect(textOf(again.document, ".notice p")).toBe("“Jaws” is in the library again.");
  expect(listed(again)).toEqual(["Jaws", "Ran"]);
  expect(again.document.querySelector(".notice form"), "there is nothing to undo").toBeNull();
  const late = await owner.follow(await owner.press(removed, "Undo"));
  expect(textOf(late.document, ".notice p")).toBe("That is no longer in the trash.");
});

test("the removal that is sent again, because its answer was lost, can still be undone", async () => {
  const owner = await someone(["Jaws"]);
  const question = await owner.get(`${firstOf(await owner.get("/library"))}/deletion`);
  await owner.press(question, "Yes, remove it");
  const again = await owner.follow(await owner.press(question, "Yes, remove it"));
  await owner.press(again, "Undo");
  expect(listed(await owner.get("/library"))).toEqual(["Jaws"]);
});

test("the trash lists what was removed and until when, puts films back and is emptied after a question", async () => {
  const owner = await someone(["Jaws", "Ran", "Her"]);
  for (let film = 0; film < 3; film += 1) await remove(owner, await owner.get("/library"));
  const trash = await owner.get("/library/trash");
  expect(textsOf(trash.document, ".movie-name")).toEqual(["Jaws", "Ran", "Her"]);
  expect(textsOf(trash.document, ".poster-grid .hint")[0]).toBe(
    "Removed just now. Goes for good in 30 days.",
  );
  const put = await owner.press(trash, "Put “Ran” back");
  expect([put.status, put.location]).toEqual([303, "/library/trash"]);
  expect(textOf((await owner.follow(put)).document, ".notice p")).toBe("“Ran” is in the library again.");
  const question = await owner.get("/library/trash/emptying");
  const emptied = await owner.follow(await owner.press(question, "Yes, empty it"));
  expect(textOf(emptied.document, ".notice p")).toBe("The trash is empty.");
  expect(textOf(emptied.document, ".empty-list")).toBe("The trash is empty.");
  expect(listed(await owner.get("/library"))).toEqual(["Ran"]);
});

test("a film that does not fit into the one that was added again stays where it is, and that is said", async () => {
  const owner = await someone([]);
  await add(owner, "Ran", "а".repeat(600));
  const removed = await owner.follow(await remove(owner, await owner.get("/library")));
  await add(owner, "Ran", "б".repeat(600));
  const refused = await owner.follow(await owner.press(removed, "Undo"));
  expect(textOf(refused.document, ".notice p")).toMatch(/^“Ran” stays in the trash: it was added again/);
  expect(textsOf((await owner.get("/library/trash")).document, ".movie-name")).toEqual(["Ran"]);
});

test("what no page of ours sends changes nothing", async () => {
  const owner = await someone(["Ran"]);
  const removal = randomUUID();
  await owner.post(`${firstOf(await owner.get("/library"))}/deletion`, { submitKey: removal });
  for (const body of ["", "movie=x", "removal=x", "movie=&removal=", `movie=${"x".repeat(11)}`]) {
    expect((await owner.postBody("/library/trash", body)).status).toBe(400);
  }
  expect((await owner.get("/library/trash?before=nonsense")).status).toBe(200);
  const stranger = await someone([]);
  await stranger.post("/library/trash", { removal });
  await stranger.post("/library/trash/emptying", {});
  expect(textsOf((await owner.get("/library/trash")).document, ".movie-name")).toEqual(["Ran"]);
});

async function someone(titles: readonly string[]): Promise<Visitor> {
  const visitor = server.visitor();
  await arrive(visitor);
  for (const title of titles) await add(visitor, title);
  return visitor;
}

function add(owner: Visitor, title: string, note = ""): Promise<Answer> {
  return owner.post("/library", { form: "add", submitKey: randomUUID(), title, year: "", note });
}

/** Removes the first film of a list through the page that asks. */
async function remove(owner: Visitor, list: Answer, search = ""): Promise<Answer> {
  const question = await owner.get(`${firstOf(list)}/deletion${search}`);
  return owner.press(question, "Yes, remove it");
}

function firstOf({ document }: Answer): string {
  const link = document.querySelector(".poster-link")?.getAttribute("href") ?? "";
  return link.replace(/\?.*/, "");
}

function listed({ document }: Answer): string[] {
  return textsOf(document, ".library-list .movie-name");
}
