import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { valueOf } from "#tests/support/forms.ts";
import { textOf } from "#tests/support/html.ts";
import { arrive, createLottery, drawLongAgo } from "#tests/support/lotteries.ts";
import { createPoll, endLongAgo, vote } from "#tests/support/polls.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();

/** A club with a lottery that was drawn; `film` is what won. */
async function drawnEvening() {
  const host = server.visitor();
  await arrive(host);
  const lottery = await createLottery(host, [
    ["Ran", 1985],
    ["Зеркало", 1975],
  ]);
  await drawLongAgo(server.db, host, lottery);
  const form = formOn(await host.get("/history"));
  return { host, lottery, form, film: form.title! };
}

/** The fields of the only form on a page that says whether a film was watched. */
function formOn({ document }: Answer): Record<string, string> {
  const forms = document.querySelectorAll(".watched-form");
  expect(forms).toHaveLength(1);
  const fields = [...forms[0]!.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select")];
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}

/** What the library knows of its films. */
async function libraryOf(host: Visitor) {
  const links = [...(await host.get("/library")).document.querySelectorAll(".poster-link")];
  const pages = await Promise.all(links.map((link) => host.get(link.getAttribute("href")!)));
  return pages.map(({ document }) => ({
    film: textOf(document, "h1"),
    badges: [...document.querySelectorAll<HTMLInputElement>("[name=badge]:checked")].map(
      ({ value }) => value,
    ),
    on: valueOf(document, "watchedOn"),
    rating: document.querySelector<HTMLSelectElement>("[name=ownRating]")!.value,
  }));
}

test("a film that won was watched: the library has it from then on, with the day and the rating", async () => {
  const { host, lottery, form, film } = await drawnEvening();
  expect(form.watchedOn).toBe(new Date().toISOString().slice(0, 10));
  const answer = await host.post("/history?show=drawn", { ...form, watchedOn: "2026-11-27", ownRating: "9" });
  expect([answer.status, answer.location]).toEqual([
    303,
    `/history?show=drawn#watched-${lottery.slice("/l/".length)}`,
  ]);
  const history = await host.get("/history");
  expect(textOf(history.document, ".notice")).toBe(`“${film}” is in the library now, marked as watched.`);
  expect(textOf(history.document, "summary")).toBe(`Watched on November 27, 2026 · 9/10 ${film}`);
  const year = film === "Ran" ? 1985 : 1975;
  const known = [{ film: `${film} ${year}`, badges: ["watched"], on: "2026-11-27", rating: "9" }];
  expect(await libraryOf(host)).toEqual(known);
  await host.post("/history", { ...form, watchedOn: "2026-11-27", ownRating: "9" });
  expect(await libraryOf(host), "sent twice").toEqual(known);
  expect(formOn(await host.get(lottery))).toMatchObject({ known: "1", from: "page", ownRating: "9" });
});

test("what the library says of the film already stays, and can be changed and taken back", async () => {
  const { host, form, film } = await drawnEvening();
  const year = film === "Ran" ? "1985" : "1975";
  await host.post("/library", { form: "add", submitKey: randomUUID(), title: film.toUpperCase(), year });
  const link = (await host.get("/library")).document.querySelector(".poster-link")!.getAttribute("href")!;
  await host.post(link, { badge: "want", ownRating: "8", note: "С Аней" });
  await host.post("/history", { ...form, watchedOn: "" });
  expect(textOf((await host.get("/history")).document, ".notice")).toContain("is marked as watched.");
  const name = `${film.toUpperCase()} ${year}`;
  const badges = ["want", "watched"];
  expect(await libraryOf(host)).toEqual([{ film: name, badges, on: "", rating: "8" }]);

  const known = formOn(await host.get("/history"));
  await host.post("/history", { ...known, watchedOn: "2026-11-01", ownRating: "" });
  expect(await libraryOf(host)).toEqual([{ film: name, badges, on: "2026-11-01", rating: "" }]);

  await host.post("/history", { ...known, do: "not" });
  expect(textOf((await host.get("/history")).document, ".notice")).toContain("is no longer marked");
  const unwatched = [{ film: name, badges: ["want"], on: "", rating: "" }];
  expect(await libraryOf(host)).toEqual(unwatched);
  await host.post("/history", { ...known, do: "not" });
  expect(await libraryOf(host), "sent twice").toEqual(unwatched);
  expect(textOf((await host.get("/history")).document, "summary")).toContain("Watched it?");
});

test("of a poll too, once it has a result; from the page of either it leads back there", async () => {
  const host = server.visitor();
  const poll = await createPoll(host, { method: "one" }, [["Ran", 1985], ["Зеркало"]]);
  expect((await host.get("/history")).document.querySelector(".watched-form")).toBeNull();
  await vote(host, poll, "one", [2]);
  await endLongAgo(server.db, poll);
  await host.get(poll);
  const form = formOn(await host.get("/history"));
  expect(form).toMatchObject({ kind: "poll", title: "Зеркало", entry: "2" });
  await host.post("/history", { ...form, ownRating: "10" });
  expect((await libraryOf(host)).map(({ badges, rating }) => [badges, rating])).toEqual([
    [[], ""],
    [["watched"], "10"],
  ]);
  expect(formOn(await host.get(poll))).toMatchObject({ known: "1", from: "page", ownRating: "10" });
  const undone = await host.post("/history", { ...formOn(await host.get(poll)), do: "not" });
  expect(undone.location).toBe(poll);
  expect(textOf((await host.get(poll)).document, ".watched > summary")).toBe("Watched it? Зеркало");
  const guest = server.visitor();
  await arrive(guest);
  expect((await guest.get(poll)).document.querySelector(".watched-form")).toBeNull();
  const { host: other, lottery } = await drawnEvening();
  const answer = await other.post("/history", formOn(await other.get(lottery)));
  expect(answer.location).toBe(lottery);
});

test("only the club is asked: guests see no form, and nobody's else is accepted", async () => {
  const { lottery, form } = await drawnEvening();
  const guest = server.visitor();
  await arrive(guest);
  expect((await guest.get(lottery)).document.querySelector(".watched-form")).toBeNull();
  expect((await guest.post("/history", form)).status).toBe(404);
  expect((await guest.post("/history", { ...form, do: "not" })).status).toBe(404);
  expect(await libraryOf(guest)).toEqual([]);
});

test.each([
  ["a day to come", { watchedOn: "2999-01-01" }, "That day is still to come."],
  ["no day at all", { watchedOn: "31.12.2025" }, "There is no such date"],
  ["a rating of eleven", { ownRating: "11" }, "Choose a rating from 1 to 10."],
])("%s comes back beside its field, with all that was typed", async (_, wrong, said) => {
  const { host, form, film } = await drawnEvening();
  const answer = await host.post("/history", { ...form, ...wrong });
  expect(answer.status).toBe(422);
  const again = answer.document.querySelector("[aria-labelledby=sent-again]")!;
  expect(again.querySelector("h2")!.textContent).toBe(`Watched “${film}”?`);
  expect(again.querySelector(".problems")!.textContent).toContain(said);
  expect(await libraryOf(host)).toEqual([]);
});

test.each([
  ["no such kind", { kind: "film" }, 400],
  ["no such id", { id: "2".repeat(10) }, 404],
  ["a broken id", { id: "../etc" }, 400],
  ["no such entry", { entry: "9" }, 404],
  ["an entry that is none", { entry: "x" }, 400],
])("%s changes nothing", async (_, wrong, status) => {
  const { host, form } = await drawnEvening();
  expect((await host.post("/history", { ...form, ...wrong })).status).toBe(status);
  expect(await libraryOf(host)).toEqual([]);
});
