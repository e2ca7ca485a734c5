import { expect, test } from "vitest";
import { textOf, textsOf } from "#tests/support/html.ts";
import { problemsOf, ticketsOf, valueOf } from "#tests/support/forms.ts";
import { ADD, arrive, CREATE } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

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
