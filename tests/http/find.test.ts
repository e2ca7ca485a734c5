import { expect, test, vi } from "vitest";
import { textOf, textsOf } from "#tests/support/html.ts";
import { problemsOf, ticketsOf, valueOf } from "#tests/support/forms.ts";
import { ADD, arrive, CREATE } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Answer } from "#tests/support/visitor.ts";

const FIND = "Find";
const server = await sharedServer();

test("without JavaScript a film is found, put into the list, and everything else stays as it was typed", async () => {
  const host = server.visitor();
  let page = await host.press(await arrive(host), ADD, { title: "Jaws (1975)" });
  const typed = { title: "soderbergh solaris", year: "", several: "Ran\nAlien", name: "Friday" };
  page = await host.press(page, FIND, { ...typed, title: "solaris" });
  expect(page.status).toBe(200);
  expect(textOf(page.document, "#found-title")).toBe("1 film for “solaris”");
  expect(textsOf(page.document, ".found-movie strong")).toEqual(["Solaris"]);
  expect(ticketsOf(page.document)).toEqual([{ title: "Jaws", year: "1975" }]);
  for (const name of ["several", "name"] as const) expect(valueOf(page.document, name)).toBe(typed[name]);
  expect(valueOf(page.document, "title")).toBe("solaris");

  page = await host.press(page, "Add Solaris");
  expect(page.status).toBe(200);
  expect(ticketsOf(page.document)).toEqual([
    { title: "Jaws", year: "1975" },
    { title: "Solaris", year: "1972" },
  ]);
  for (const name of ["several", "name"] as const) expect(valueOf(page.document, name)).toBe(typed[name]);
  expect(valueOf(page.document, "title")).toBe("");

  const created = await host.press(page, CREATE, { several: "" });
  expect(textsOf((await host.follow(created)).document, ".candidates .movie-name")).toEqual([
    "Jaws 1975",
    "Solaris 1972",
  ]);
});

test("what is known of a film that was found is saved with it, unless it was made into another one", async () => {
  const host = server.visitor();
  let page = await arrive(host);
  for (const title of ["The Matrix", "Jaws"]) {
    page = await host.press(page, FIND, { title });
    page = await host.press(page, `Add ${title}`);
  }
  // Its details are kept in the background.
  await vi.waitFor(async () => {
    expect(await server.db("found_films").whereIn("ref", refsOn(page)).select("ref")).toHaveLength(2);
  });
  const created = await host.press(page, CREATE, { "entries[1].title": "Alien" });
  const entries = await server
    .db("entries")
    .where({ lottery_id: created.location.slice("/l/".length) })
    .orderBy("position")
    .select("title", "details");
  expect(entries).toEqual([
    { title: "The Matrix", details: expect.objectContaining({ originalTitle: "Матрица", runtime: 136 }) },
    { title: "Alien", details: null },
  ]);
});

function refsOn({ document }: Answer): string[] {
  return [...document.querySelectorAll<HTMLInputElement>("[name$='.ref']")].map(({ value }) => value);
}

test("into the library as well, each hit by its own button, with the note that was typed and what is known", async () => {
  const host = server.visitor();
  await arrive(host);
  let page = await host.press(await host.get("/library"), FIND, { title: "matrix", note: "С Аней" });
  expect(page.status).toBe(200);
  expect(textsOf(page.document, ".found-movie strong")).toContain("The Matrix");
  expect([valueOf(page.document, "title"), valueOf(page.document, "note")]).toEqual(["matrix", "С Аней"]);
  expect(problemsOf(page.document, "title")).toBe("");
  await vi.waitFor(async () =>
    expect(
      await server.db("found_films").where({ ref: "catalogue:1999-the-matrix:en" }).select("ref"),
    ).toHaveLength(1),
  );
  const added = await host.press(page, "Add The Matrix");
  page = await host.follow(added);
  expect(textsOf(page.document, ".poster-link .movie-name")).toEqual(["The Matrix 1999"]);
  const link = page.document.querySelector(".poster-link")!.getAttribute("href")!;
  const kept = await server
    .db("movies")
    .where({ id: link.split("/").at(-1) })
    .first("runtime", "original_title", "note");
  expect(kept).toEqual({ runtime: 136, original_title: "Матрица", note: "С Аней" });
});

test("in the library there is nothing to look for without a title, and no button of ours stands for nonsense", async () => {
  const host = server.visitor();
  await arrive(host);
  const page = await host.press(await host.get("/library"), FIND, { note: "С Аней" });
  expect(page.status).toBe(422);
  expect([problemsOf(page.document, "title") === "", valueOf(page.document, "note")]).toEqual([
    false,
    "С Аней",
  ]);
  for (const pick of ["", "{", "[]", '{"title":5}']) {
    expect((await host.post("/library", { form: "add", pick })).status).toBe(400);
  }
});

test("a year that was typed counts", async () => {
  const host = server.visitor();
  const page = await host.press(await arrive(host), FIND, { title: "Suspiria", year: "2018" });
  expect(textsOf(page.document, ".found-year")).toEqual(["2018"]);
});

test("what nobody knows is said, and can be added as it was typed", async () => {
  const host = server.visitor();
  let page = await host.press(await arrive(host), FIND, { title: "<b>Our holidays</b>" });
  expect(textOf(page.document, "#found-title")).toBe(
    "No film found for “<b>Our holidays</b>”. Add it as you typed it.",
  );
  page = await host.press(page, ADD);
  expect(ticketsOf(page.document)).toEqual([{ title: "<b>Our holidays</b>", year: "" }]);
});

test("nothing to look for: the field says so", async () => {
  const host = server.visitor();
  const page = await host.press(await arrive(host), FIND, { name: "Friday" });
  expect(page.status).toBe(422);
  expect(problemsOf(page.document, "title")).not.toBe("");
  expect(valueOf(page.document, "name")).toBe("Friday");
});

test.each(["", "{}", "[", '{"title":1,"year":"","poster":""}', "null"])(
  "a button that no page shows: %s",
  async (pick) => {
    const host = server.visitor();
    expect((await host.post("/?index", { pick })).status).toBe(400);
  },
);

test("a picked film is judged like any other when the lottery is made", async () => {
  const host = server.visitor();
  const pick = JSON.stringify({ title: "a".repeat(300), year: "12", poster: "javascript:alert(1)" });
  const page = await host.post("/?index", { pick });
  expect(page.status).toBe(200);
  const refused = await host.press(page, CREATE);
  expect(refused.status).toBe(422);
  for (const field of ["title", "year"]) {
    expect([field, problemsOf(refused.document, `entries[0].${field}`)]).not.toEqual([field, ""]);
  }
  expect(textOf(refused.document, "#entry-0-poster-problems")).not.toBe("");
});
