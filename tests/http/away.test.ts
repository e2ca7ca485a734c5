import { afterAll, expect, test } from "vitest";
import { ticketsOf, valueOf } from "#tests/support/forms.ts";
import { textOf } from "#tests/support/html.ts";
import { arrive, CREATE, EVENING, formWith } from "#tests/support/lotteries.ts";
import { closedPort, startServer } from "#tests/support/server.ts";

const server = await startServer({
  DATABASE_URL: `postgres://nobody:x@127.0.0.1:${await closedPort()}/nowhere`,
});
afterAll(server.stop);

test("the start page is there with its form and says what is missing", async () => {
  const visitor = server.visitor();
  await arrive(visitor);
  const page = await arrive(visitor);
  expect(page.status).toBe(200);
  expect(valueOf(page.document, "title")).toBe("");
  expect(textOf(page.document, "[data-source=default]")).toMatch(
    /^Your recent lotteries and polls can’t be shown right now/,
  );
  const added = await visitor.press(page, "Add", { title: "Солярис", year: "1972" });
  expect(added.status).toBe(200);
  expect(ticketsOf(added.document)).toEqual([{ title: "Солярис", year: "1972" }]);
});

test.each([
  ["/library", "The library can’t be shown right now. You can still add films."],
  ["/history", "The history can’t be shown right now."],
  ["/history/numbers", "The history can’t be shown right now."],
])("%s explains itself", async (path, words) => {
  const visitor = server.visitor();
  await arrive(visitor);
  const page = await visitor.get(path);
  expect(page.status).toBe(200);
  expect(textOf(page.document, "[data-source=default]")).toBe(words);
  expect(page.document.querySelector(".empty-list"), "not the same as empty").toBeNull();
});

test("a lottery is 503, says when to come back, and tries again without JavaScript", async () => {
  const page = await server.visitor().get("/l/2222222222");
  expect(page.status).toBe(503);
  expect(page.headers["retry-after"]).toBe("3");
  expect(textOf(page.document, "h1")).toBe("One moment, please");
  expect(page.document.querySelector("noscript meta[http-equiv=refresh]")).not.toBeNull();
});

test("the link card of a lottery is a general one that is not kept for long", async () => {
  const answer = await server.visitor().get("/l/2222222222/file/preview.png");
  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toBe("image/png");
  expect(answer.headers["cache-control"]).toBe("public, max-age=60");
});

test("creating is 503 with every value and the same key, and can be pressed again", async () => {
  const visitor = server.visitor();
  await arrive(visitor);
  const form = formWith(EVENING, { name: "Пятница", "entries[1].poster": "https://example.org/blade.jpg" });
  const page = await visitor.post("/?index", form);
  expect(page.status).toBe(503);
  expect(page.headers["retry-after"]).toBe("3");
  expect(textOf(page.document, ".alert")).toMatch(/^This was not saved/);
  for (const [name, typed] of Object.entries(form)) expect(valueOf(page.document, name)).toBe(typed);
  const again = await visitor.press(page, CREATE);
  expect(again.status).toBe(503);
  expect(valueOf(again.document, "submitKey")).toBe(form.submitKey);
});

test("adding to the library is 503 with every value and the same key", async () => {
  const visitor = server.visitor();
  const page = await visitor.get("/library");
  const fields = { title: "Ran", year: "1985", note: "Аня просила", poster: "https://example.org/ran.jpg" };
  const answer = await visitor.press(page, "Add to the library", fields);
  expect(answer.status).toBe(503);
  for (const [name, typed] of Object.entries(fields)) expect(valueOf(answer.document, name)).toBe(typed);
  expect(valueOf(answer.document, "submitKey")).toBe(valueOf(page.document, "submitKey"));
});

test("saying that a film was watched is 503 with the day and the rating, and so is taking it back", async () => {
  const visitor = server.visitor();
  await arrive(visitor);
  const film = { kind: "lottery", id: "2".repeat(10), entry: "3", title: "Ran", from: "history" };
  const said = { ...film, watchedOn: "2026-11-27", ownRating: "9" };
  const answer = await visitor.post("/history", said);
  expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "3"]);
  expect(textOf(answer.document, ".alert")).toMatch(/^This was not saved/);
  for (const [name, typed] of Object.entries(said)) {
    const field = answer.document.querySelector<HTMLInputElement | HTMLSelectElement>(`[name=${name}]`);
    expect(field?.value).toBe(typed);
  }
  expect((await visitor.press(answer, "Yes, we watched it")).status).toBe(503);
  const undone = await visitor.post("/history", { ...said, do: "not" });
  expect(valueOf(undone.document, "do")).toBe("not");
  expect((await visitor.press(undone, "Not watched yet")).status).toBe(503);
  const fromPage = await visitor.post("/history", { ...said, from: "page" });
  expect(fromPage.status).toBe(503);
  for (const [name, typed] of Object.entries({ ...said, from: "page" }))
    expect(valueOf(fromPage.document, name)).toBe(typed);
});

test("drawing is 503 with a button to press again", async () => {
  const visitor = server.visitor();
  const answer = await visitor.post("/l/2222222222/draw", {});
  expect(answer.status).toBe(503);
  expect(answer.headers["retry-after"]).toBe("3");
  expect((await visitor.press(answer, "Draw the film")).status).toBe(503);
});

test("the process is healthy, and says that it is not ready", async () => {
  const visitor = server.visitor();
  expect((await visitor.get("/healthz")).status).toBe(200);
  expect((await visitor.get("/readyz")).status).toBe(503);
});
