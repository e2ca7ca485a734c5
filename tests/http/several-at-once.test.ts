import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { valueOf } from "#tests/support/forms.ts";
import { textOf, textsOf } from "#tests/support/html.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const ALL = ["Alien", "Her", "Jaws", "Ran"];
const LIST = "/library?sort=title";

test("ticked films get a badge and a tag, lose them, and the list stays as it was asked for", async () => {
  const owner = await someone();
  const page = await owner.get(LIST);
  const given = await tick(owner, page, ["Her", "Ran"], "Add the badge", { badge: "top" });
  expect([given.status, given.location]).toEqual([303, LIST]);
  expect(textOf((await owner.follow(given)).document, ".notice")).toBe("2 films changed.");
  expect(listed(await owner.get("/library?badge=top&sort=title"))).toEqual(["Her", "Ran"]);
  await tick(owner, page, ["Ran"], "Take it off", { badge: "top" });
  expect(listed(await owner.get("/library?badge=top"))).toEqual(["Her"]);
  await tick(owner, page, ["Jaws", "Ran"], "Add the tag", { tag: " С  Аней " });
  const tagged = await owner.get("/library?sort=title&tag=%D1%81+%D0%B0%D0%BD%D0%B5%D0%B9");
  expect(listed(tagged)).toEqual(["Jaws", "Ran"]);
});

test("ticked films are removed together, and one press brings all of them back", async () => {
  const owner = await someone();
  const page = await owner.get(LIST);
  const removed = await tick(owner, page, ["Alien", "Her", "Ran"], "Move to the trash");
  const after = await owner.follow(removed);
  expect(textOf(after.document, ".notice p")).toBe("3 films are in the trash now.");
  expect(listed(after)).toEqual(["Jaws"]);
  const again = await owner.follow(await tick(owner, page, ["Alien", "Her", "Ran"], "Move to the trash"));
  expect(textOf(again.document, ".notice p"), "told what it did").toBe("3 films are in the trash now.");
  const undone = await owner.follow(await owner.press(after, "Undo"));
  expect(textOf(undone.document, ".notice p")).toBe("3 films are in the library again.");
  expect(listed(undone)).toEqual(ALL);
});

test("films that another device has just removed are counted", async () => {
  const owner = await someone();
  const [page, ids] = [await owner.get(LIST), idsOn(await owner.get(LIST))];
  const elsewhere = { form: "lottery", do: "remove", submitKey: randomUUID(), movie: ids[1]! };
  expect((await owner.post("/library", elsewhere)).status).toBe(303);
  const labelled = await owner.follow(
    await tick(owner, page, ["Her", "Ran"], "Add the badge", { badge: "want" }),
  );
  expect(textOf(labelled.document, ".notice")).toBe("1 film changed. 1 was no longer in the library.");
  const removed = await owner.follow(await tick(owner, page, ["Her", "Ran"], "Move to the trash"));
  expect(textOf(removed.document, ".notice p")).toBe(
    "1 film is in the trash now. 1 was no longer in the library.",
  );
  await owner.press(removed, "Undo");
  expect(listed(await owner.get(LIST)), "undone is the last removal").toEqual(["Alien", "Jaws", "Ran"]);
});

test("without a tick, or without a tag, it is said what is missing, and filter, ticks and text stay", async () => {
  const owner = await someone();
  const page = await owner.get(`${LIST}&badge=none`);
  const none = await tick(owner, page, [], "Move to the trash");
  expect([none.status, textOf(none.document, ".tick-bar [role=alert]")]).toEqual([
    422,
    "Tick at least one film.",
  ]);
  expect(none.document.querySelector(".tick-bar details")?.hasAttribute("open")).toBe(true);
  expect(listed(none)).toEqual(ALL);
  expect(valueOf(none.document, "sort")).toBe("title");
  const blank = await tick(owner, page, ["Her"], "Add the tag");
  expect([blank.status, textOf(blank.document, "#ticked-tag-problems")]).toEqual([422, "Write a tag first."]);
  expect(ticksOn(blank)).toHaveLength(1);
  const long = await tick(owner, page, ["Her"], "Add the tag", { tag: "я".repeat(41) });
  expect(long.status).toBe(422);
  expect(valueOf(long.document, "tag")).toBe("я".repeat(41));
});

test("more than a hundred at once is said, and nothing changed", async () => {
  const owner = await someone();
  const movies = Array.from({ length: 101 }, (_, index): [string, string] => [
    "movie",
    `2222222${String(200 + index)
      .replaceAll("0", "a")
      .replaceAll("1", "b")}`,
  ]);
  const refused = await owner.post("/library", [["form", "lottery"], ["do", "remove"], ...movies]);
  expect([refused.status, textOf(refused.document, ".tick-bar [role=alert]")]).toEqual([
    422,
    "At most 100 films at once. Untick some.",
  ]);
  const tooMany = Array.from({ length: 301 }, (): [string, string] => ["movie", "2222222222"]);
  expect((await owner.post("/library", [["form", "lottery"], ...tooMany])).status).toBe(400);
});

test("badges and commands that there are not change nothing, and neither do films of others", async () => {
  const [owner, stranger] = [await someone(), await someone()];
  const ids = idsOn(await owner.get(LIST));
  for (const body of [
    "do=badge-on&badge=best",
    "do=badge-on&badge=none",
    "do=fly",
    "do=tag-on&do=fly&do=x",
  ]) {
    const { status } = await owner.postBody("/library", `form=lottery&movie=${ids[0]}&${body}`);
    expect([body, status]).toEqual([body, 400]);
  }
  for (const body of ["do=badge-on&badge=banned", "do=tag-on&tag=x", "do=remove"]) {
    const answer = await stranger.postBody("/library", `form=lottery&movie=${ids.join("&movie=")}&${body}`);
    const told = await stranger.follow(answer);
    expect(textOf(told.document, ".notice")).toMatch(/^Nothing was (?:changed|removed)\. 4 were no longer/);
  }
  expect(listed(await owner.get("/library?badge=none&sort=title"))).toEqual(ALL);
  expect(listed(await owner.get("/library?tag=x"))).toEqual([]);
});

async function someone(): Promise<Visitor> {
  const visitor = server.visitor();
  await arrive(visitor);
  for (const title of ALL) {
    await visitor.post("/library", { form: "add", submitKey: randomUUID(), title, year: "", note: "" });
  }
  return visitor;
}

/** Ticks these films on the page, fills what stands beside the button, and presses it. */
function tick(
  owner: Visitor,
  page: Answer,
  titles: string[],
  button: string,
  fill: { badge?: string; tag?: string } = {},
): Promise<Answer> {
  for (const item of page.document.querySelectorAll(".poster-grid li")) {
    const title = item.querySelector(".movie-name")?.textContent ?? "";
    item.querySelector<HTMLInputElement>("[name=movie]")!.checked = titles.includes(title);
  }
  const buttons = [...page.document.querySelectorAll<HTMLButtonElement>(".tick-bar button")];
  const kind = "tag" in fill ? "tag" : "badge";
  const pressed = buttons.filter((each) => each.textContent === button);
  return owner.press(page, pressed.find(({ value }) => value.startsWith(kind)) ?? pressed[0]!, { ...fill });
}

function listed({ document }: Answer): string[] {
  return textsOf(document, ".library-list .movie-name");
}

function idsOn({ document }: Answer): string[] {
  return [...document.querySelectorAll<HTMLInputElement>("[name=movie]")].map(({ value }) => value);
}

function ticksOn({ document }: Answer): string[] {
  return [...document.querySelectorAll("[name=movie]:checked")].map((each) => each.getAttribute("value")!);
}
