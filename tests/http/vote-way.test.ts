import { expect, test } from "vitest";
import { textOf, textsOf } from "#tests/support/html.ts";
import { createLottery, CREATE, EVENING, formWith } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();

test("who would rather vote makes a poll of the films that were typed, and is led to it", async () => {
  const host = server.visitor();
  const page = await host.get("/");
  const film = { title: "Солярис (1972)" };
  const added = await host.press(page, "Add", film);
  const created = await host.press(added, CREATE, {
    ...film,
    title: "Alien (1979)",
    way: "vote",
    name: "Friday",
  });
  expect([created.status, created.location]).toEqual([303, expect.stringMatching(/^\/p\/[2-9a-z]{10}$/)]);
  const poll = await host.follow(created);
  expect(textOf(poll.document, "h1")).toBe("Friday");
  expect(textOf(poll.document, ".notice")).toContain("The poll is open until this time tomorrow.");
  expect(textsOf(poll.document, ".movie-name").slice(0, 2)).toEqual(["Солярис 1972", "Alien 1979"]);
});

test("one film is too few for a poll, and the way stays chosen", async () => {
  const host = server.visitor();
  await host.get("/");
  const refused = await host.post("/?index", formWith([["Солярис", 1972]], { way: "vote" }));
  expect(refused.status).toBe(422);
  const ways = [...refused.document.querySelectorAll<HTMLInputElement>("input[name=way]")];
  expect(ways.filter((way) => way.hasAttribute("checked")).map(({ value }) => value)).toEqual(["vote"]);
});

test("the same form again is the same poll; with other films it is a question that leads there", async () => {
  const host = server.visitor();
  await host.get("/");
  const fields = formWith(EVENING, { way: "vote" });
  const first = await host.post("/?index", fields);
  expect((await host.post("/?index", fields)).location).toBe(first.location);
  const other = await host.post("/?index", { ...fields, "entries[0].title": "Ran" });
  expect([other.status, other.html.includes(`href="${first.location}"`)]).toEqual([409, true]);
  // And the lottery of somebody else is none of its business.
  expect(await createLottery(server.visitor())).toMatch(/^\/l\//);
});
