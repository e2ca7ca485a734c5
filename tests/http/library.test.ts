import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { buttonNamed, problemsOf, valueOf } from "#tests/support/forms.ts";
import { linkTo, textOf, textsOf, winnerOn } from "#tests/support/html.ts";
import { arrive, createLottery, EVENING, type Film } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const ADD = "Add to the library";
const MAKE = "Make a lottery from ticked films";

test("a film is added with its note and stands on top", async () => {
  const owner = await someone();
  const empty = await owner.get("/library");
  expect(textOf(empty.document, ".empty-list")).toMatch(/^Nothing here yet/);
  const fields = { title: "Иди и смотри", year: "1985", note: "Аня просила\r\nне на ночь" };
  const added = await owner.press(empty, ADD, fields);
  expect([added.status, added.location]).toEqual([303, "/library"]);
  const page = await owner.follow(added);
  expect(textOf(page.document, ".notice")).toBe("“Иди и смотри” is in the library.");
  expect(listed(page)).toEqual(["Иди и смотри 1985"]);
  const movie = await owner.get(addressOf(page));
  expect(textOf(movie.document, "h1")).toBe("Иди и смотри 1985");
  expect(valueOf(movie.document, "note")).toBe("Аня просила\nне на ночь");
});

test("the same film again goes to the top, is not doubled, and keeps both notes", async () => {
  const owner = await someone();
  await add(owner, ["Ёлки", 2010], "with the kids");
  await add(owner, ["Ran", 1985]);
  const again = await add(owner, ["елки!", 2010], "in December");
  const page = await owner.follow(again);
  expect(textOf(page.document, ".notice")).toBe("“елки!” was already in the library. It is at the top now.");
  expect(listed(page)).toEqual(["Ёлки 2010", "Ran 1985"]);
  const movie = await owner.get(addressOf(page));
  expect(valueOf(movie.document, "note")).toBe("with the kids\nin December");
});

test("the same form twice adds once; with another film it asks", async () => {
  const owner = await someone();
  const form = { form: "add", submitKey: randomUUID(), title: "Playtime", year: "1967", note: "" };
  const both = await Promise.all([owner.post("/library", form), owner.post("/library", form)]);
  expect(both.map(({ status }) => status)).toEqual([303, 303]);
  expect(listed(await owner.get("/library"))).toEqual(["Playtime 1967"]);
});

test("the same form with another film is a question, and pressing again adds that one too", async () => {
  const owner = await someone();
  const page = await owner.get("/library");
  await owner.press(page, ADD, { title: "Playtime", year: "1967" });
  const typed = {
    title: "Mon oncle",
    year: "1958",
    note: "тоже Тати",
    poster: "https://example.org/oncle.jpg",
  };
  const asked = await owner.press(page, ADD, typed);
  expect(asked.status).toBe(409);
  expect(textOf(asked.document, "[role=alert]")).toMatch(/^This form has already added another film/);
  for (const [name, value] of Object.entries(typed)) expect(valueOf(asked.document, name)).toBe(value);
  expect(listed(await owner.get("/library"))).toEqual(["Playtime 1967"]);
  const added = await owner.press(asked, ADD);
  expect(added.status).toBe(303);
  expect(listed(await owner.follow(added))).toEqual(["Mon oncle 1958", "Playtime 1967"]);
});

test("notes that do not fit together are refused with the text, and the film's page takes what it shows", async () => {
  const owner = await someone();
  const first = "я".repeat(900);
  await add(owner, ["Ran", 1985], first);
  const refused = await add(owner, ["ran", 1985], "Ё".repeat(100));
  expect(refused.status).toBe(422);
  expect(problemsOf(refused.document, "note")).toMatch(/together are longer than 1000 characters/);
  expect(valueOf(refused.document, "note")).toBe("Ё".repeat(100));
  const added = await owner.press(refused, ADD, { note: "Ё".repeat(99) });
  expect(added.status).toBe(303);
  const movie = await owner.get(addressOf(await owner.follow(added)));
  expect(valueOf(movie.document, "note")).toBe(`${first}\n${"Ё".repeat(99)}`);
  expect((await owner.press(movie, "Save")).status, "nothing changed").toBe(303);
});

test("a note is changed on the film's page", async () => {
  const owner = await someone();
  const page = await owner.follow(await add(owner, ["Casablanca", 1942], "old"));
  const movie = await owner.get(addressOf(page));
  const saved = await owner.press(movie, "Save", { note: "Play it, Sam" });
  expect(saved.status).toBe(303);
  const after = await owner.follow(saved);
  expect(valueOf(after.document, "note")).toBe("Play it, Sam");
  expect(textOf(after.document, ".notice")).toBe("Saved.");
  const tooLong = await owner.press(after, "Save", { note: "я".repeat(1_001) });
  expect(tooLong.status).toBe(422);
  expect(valueOf(tooLong.document, "note")).toHaveLength(1_001);
  expect(textOf(tooLong.document, "#note-problems")).toBe("The note is longer than 1000 characters.");
});

test("a film is removed through the page that asks first", async () => {
  const owner = await someone();
  const page = await owner.follow(await add(owner, ["Jaws", 1975]));
  const address = addressOf(page);
  const movie = await owner.get(address);
  const question = await owner.get(linkTo(movie.document, "Remove from the library"));
  expect(textOf(question.document, "h1")).toBe("Remove “Jaws” from the library?");
  expect(listed(await owner.get("/library")), "asking removes nothing").toEqual(["Jaws 1975"]);
  const removed = await owner.press(question, "Yes, remove it");
  expect([removed.status, removed.location]).toEqual([303, "/library"]);
  const after = await owner.follow(removed);
  expect(textOf(after.document, ".notice p")).toBe("“Jaws” is no longer in the library.");
  expect(listed(after)).toEqual([]);
  expect((await owner.get(address)).status).toBe(404);
});

test("the list is paged, newest first, every film once", async () => {
  const owner = await someone();
  const films = Array.from({ length: 35 }, (_, index): Film => [`Ералаш ${index + 1}`, 1974]);
  for (const film of films) await add(owner, film);
  const first = await owner.get("/library");
  expect(listed(first)).toHaveLength(30);
  expect(listed(first)[0]).toBe("Ералаш 35 1974");
  const second = await owner.get(linkTo(first.document, "Next page"));
  expect(listed(second)).toEqual([5, 4, 3, 2, 1].map((number) => `Ералаш ${number} 1974`));
  expect(linkTo(second.document, "To the beginning")).toBe("/library");
  expect(textsOf(second.document, ".pager a")).toEqual(["To the beginning"]);
});

test("ticked films go into a lottery", async () => {
  const owner = await someone();
  for (const film of [
    ["Сталкер", 1979],
    ["Psycho", 1960],
    ["Nosferatu", 1922],
  ] as const)
    await add(owner, film);
  const page = await owner.get("/library");
  const [nosferatu, , stalker] = idsOn(page);
  const created = await tick(owner, page, [stalker!, nosferatu!]);
  expect(created.status).toBe(303);
  const lottery = await owner.follow(created);
  expect(textsOf(lottery.document, ".candidates .movie-name").sort()).toEqual([
    "Nosferatu 1922",
    "Сталкер 1979",
  ]);
  expect(textOf(lottery.document, ".lottery-told")).toBe("The lottery is ready. Send the link!");
  const again = await tick(owner, page, [stalker!, nosferatu!]);
  expect(again.location, "the same form again is the same lottery").toBe(created.location);
  await owner.post(`${created.location}/draw`, {});
  expect(["Сталкер", "Nosferatu"]).toContain(winnerOn((await owner.follow(created)).document));
});

test("too few ticks, and ticks on what is gone, keep the ticks and say so", async () => {
  const owner = await someone();
  for (const film of [
    ["M", 1931],
    ["La Strada", 1954],
  ] as const)
    await add(owner, film);
  const page = await owner.get("/library");
  const [strada, m] = idsOn(page);
  const few = await tick(owner, page, [m!]);
  expect(few.status).toBe(422);
  expect(textOf(few.document, "[role=alert]")).toBe("Tick at least 2 films.");
  expect(ticksOn(few)).toEqual([m]);
  expect(keyOfTicks(few), "nothing was saved under it").toBe(keyOfTicks(page));

  await owner.post(`/library/${strada!}/deletion`, {});
  const gone = await tick(owner, page, [m!, strada!]);
  expect(gone.status).toBe(409);
  expect(textOf(gone.document, "[role=alert]")).toMatch(/no longer in the library/);
  expect(ticksOn(gone)).toEqual([m]);
});

test("an entry of a lottery goes into the library of whoever presses", async () => {
  const [host, guest] = [await someone(), await someone()];
  const path = await createLottery(host);
  const page = await guest.get(path);
  const kept = await guest.press(page, "Add “Летят журавли” to the library");
  expect([kept.status, kept.location]).toEqual([303, path]);
  const after = await guest.follow(kept);
  expect(textOf(after.document, ".notice")).toBe("“Летят журавли” is in the library.");
  expect(listed(await guest.get("/library"))).toEqual(["Летят журавли 1957"]);
  expect(listed(await host.get("/library"))).toEqual([]);
  const again = await guest.press(after, "Add “Летят журавли” to the library");
  expect(textOf((await guest.follow(again)).document, ".notice")).toMatch(/was already in the library/);
  const second = await guest.press(page, "Add “Blade Runner” to the library");
  expect(second.status, "another film from the same page").toBe(303);
  expect(listed(await guest.get("/library"))).toEqual(["Blade Runner 1982", "Летят журавли 1957"]);
});

test("two entries are kept one after the other from the same page", async () => {
  const guest = await someone();
  const page = await guest.get(await createLottery(await someone()));
  for (const title of ["Летят журавли", "Blade Runner"]) {
    const after = await guest.follow(await guest.press(page, `Add “${title}” to the library`));
    expect(textOf(after.document, ".notice")).toBe(`“${title}” is in the library.`);
  }
  expect(listed(await guest.get("/library"))).toEqual(["Blade Runner 1982", "Летят журавли 1957"]);
});

test("keeping an entry that is not there is a 404", async () => {
  const guest = await someone();
  const path = await createLottery(guest);
  const fields = { form: "keep", submitKey: randomUUID(), lottery: path.slice(3) };
  expect((await guest.post("/library", { ...fields, entry: String(EVENING.length + 1) })).status).toBe(404);
  expect((await guest.post("/library", { ...fields, entry: "0" })).status).toBe(400);
  expect((await guest.post("/library", { ...fields, lottery: "2222222222", entry: "1" })).status).toBe(404);
});

test("history lists the club's lotteries with their winners, paged, and nobody else's", async () => {
  const [owner, stranger] = [await someone(), await someone()];
  const paths: string[] = [];
  for (let evening = 1; evening <= 22; evening++) {
    paths.push(await createLottery(owner, EVENING, { name: `Вечер ${evening}` }));
  }
  const newest = paths.at(-1)!;
  await stranger.post(`${newest}/draw`, {});
  const winner = winnerOn((await owner.get(newest)).document);
  const first = await owner.get("/history");
  const names = (page: Answer) => textsOf(page.document, ".lottery-row strong");
  expect(names(first)).toHaveLength(20);
  expect(names(first)[0]).toBe("Вечер 22");
  expect(textOf(first.document, ".lottery-row .row-result bdi")).toBe(winner);
  expect(textsOf(first.document, ".row-result")[1]).toBe("Not drawn yet");
  expect(first.document.querySelector(".lottery-row a")?.getAttribute("href")).toBe(newest);
  const second = await owner.get(linkTo(first.document, "Older"));
  expect(names(second)).toEqual(["Вечер 2", "Вечер 1"]);
  expect(names(await stranger.get("/history"))).toEqual([]);
});

async function someone(): Promise<Visitor> {
  const visitor = server.visitor();
  await arrive(visitor);
  return visitor;
}

function add(owner: Visitor, [title, year = ""]: Film, note = ""): Promise<Answer> {
  return owner.post("/library", { form: "add", submitKey: randomUUID(), title, year: String(year), note });
}

function listed(page: Answer): string[] {
  return textsOf(page.document, ".library-list .movie-name");
}

function addressOf(page: Answer): string {
  return page.document.querySelector(".poster-link")?.getAttribute("href") ?? "";
}

function idsOn(page: Answer): string[] {
  return [...page.document.querySelectorAll<HTMLInputElement>("[name=movie]")].map(({ value }) => value);
}

function ticksOn(page: Answer): string[] {
  return [...page.document.querySelectorAll<HTMLInputElement>("[name=movie]:checked")].map(
    ({ value }) => value,
  );
}

/** What tells one making of a lottery from another. */
function keyOfTicks({ document }: Answer): string {
  const { form } = buttonNamed(document, MAKE);
  return form!.querySelector<HTMLInputElement>("[name=submitKey]")!.value;
}

/** Ticks these films on the page and presses the button. */
function tick(owner: Visitor, page: Answer, ids: string[]): Promise<Answer> {
  for (const box of page.document.querySelectorAll<HTMLInputElement>("[name=movie]")) {
    box.checked = ids.includes(box.value);
  }
  return owner.press(page, MAKE);
}
