import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inviteOf } from "#tests/support/action-forms.ts";
import { violationsOn } from "#tests/support/axe.ts";
import { hydrated, openBrowser, openContext, paintBeforeScripts, shiftOf } from "#tests/support/browser.ts";
import { arrive, createLottery, drawLongAgo, EVENING, type Film } from "#tests/support/lotteries.ts";
import { createPoll, endLongAgo, vote } from "#tests/support/polls.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();
const owner = server.visitor();

const WIDE = { width: 1280, height: 720 };
const NARROW = { width: 320, height: 640 };

const FULL: Film[] = [
  ...Array.from({ length: 23 }, (_, index): Film => [`Ералаш, выпуск ${index + 1}`, 1974]),
  ["Как я научился не волноваться и полюбил атомную бомбу: очень длинное название", 1964],
  ["Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 1999],
];

const addresses: Record<string, string> = {
  start: "/",
  library: "/library",
  history: "/history",
  numbers: "/history/numbers",
  about: "/about",
  "filling in": "/library/completion",
  "films at random": "/library/random?take=2&seed=2222222222",
  trash: "/library/trash",
  "emptying the trash": "/library/trash/emptying",
  import: "/library/import",
  club: "/club",
  "deletion of the club": "/club/deletion",
  "a page that is not there": "/l/2222222222",
};

beforeAll(async () => {
  await arrive(owner);
  addresses.undrawn = await createLottery(owner, FULL, { name: "Пятница" });
  addresses.drawn = await createLottery(owner, EVENING);
  addresses["a hat"] = await createLottery(owner, FULL.slice(20), { way: "collect" });
  addresses.deletion = `${addresses.undrawn}/deletion`;
  await drawLongAgo(server.db, owner, addresses.drawn);
  const removed = { title: "Зеркало", year: "1975", note: "Снято с полки" };
  await owner.post("/library", { form: "add", submitKey: randomUUID(), ...removed });
  const shelf = await owner.get("/library");
  await owner.post(`${shelf.document.querySelector(".poster-link")?.getAttribute("href")}/deletion`, {});
  for (const [name, method] of [
    ["a poll", "approval"],
    ["a poll in order", "ranked"],
  ] as const) {
    addresses[name] = await createPoll(owner, { method }, FULL.slice(20));
  }
  addresses["a poll with a vote"] = await createPoll(owner, { method: "ranked", open: "on" });
  await vote(owner, addresses["a poll with a vote"], "ranked", [2, 1]);
  addresses["a result"] = await createPoll(owner, { method: "ranked" });
  for (const order of [[1], [1], [2, 3], [3, 2]]) {
    await vote(server.visitor(), addresses["a result"], "ranked", order);
  }
  await endLongAgo(server.db, addresses["a result"]);
  addresses["making a poll"] = `/p/new?lottery=${addresses.drawn.slice("/l/".length)}`;
  addresses["a poll's settings"] = `${addresses["a poll"]}/settings`;
  const named = await createPoll(
    owner,
    { names: "Аня\nКонстантин Константинопольский-Заречный" },
    FULL.slice(20),
  );
  addresses["a poll by name, to look on"] = named;
  addresses["settings of a poll by name"] = `${named}/settings`;
  const links = await owner.get(`${named}/settings`);
  const link = new URL(links.document.querySelector(".voter-list input[readonly]")!.getAttribute("value")!);
  addresses["a personal link"] = link.pathname + link.search;
  addresses["deletion of a poll"] = `${addresses["a poll"]}/deletion`;
  addresses["a poll's proof"] = `${addresses["a result"]}/proof`;
  const film = { title: "Солярис", year: "1972", note: "Кто-то обещал принести диск" };
  await owner.post("/library", { form: "add", submitKey: randomUUID(), ...film });
  const library = await owner.get("/library");
  addresses.movie = library.document.querySelector(".poster-link")?.getAttribute("href") ?? "";
  addresses.removal = `${addresses.movie}/deletion`;
  addresses["which film an entry is"] = `${addresses.undrawn}/completion?entry=1`;
  addresses["filling in a film"] = `${addresses.movie}/completion`;
  const list = "Солярис (1972)\nСталкер (1979)\nhttps://www.kinopoisk.ru/film/326/\n" + "Ералаш. ".repeat(30);
  const importing = () => owner.post("/library/import", { submitKey: randomUUID(), text: list });
  addresses["an import"] = (await importing()).location;
  addresses["an import that is done"] = (await importing()).location;
  await owner.post(addresses["an import that is done"], {});
  const other = server.visitor();
  await arrive(other);
  await other.post("/club", { form: "me", firstName: "Аня" });
  addresses["an invite"] = await inviteOf(other);
  await other.post(await inviteOf(owner), { firstName: "Боря" });
  const club = await owner.get("/club");
  addresses["a device"] = club.document.querySelector(".club-list a")?.getAttribute("href") ?? "";
  await inviteOf(owner, { uses: "0" });
});

const PAGES = [
  "start",
  "library",
  "history",
  "numbers",
  "about",
  "films at random",
  "trash",
  "emptying the trash",
  "filling in",
  "filling in a film",
  "undrawn",
  "drawn",
  "a hat",
  "deletion",
  "movie",
  "removal",
  "import",
  "an import",
  "an import that is done",
  "club",
  "deletion of the club",
  "a device",
  "an invite",
  "making a poll",
  "a poll",
  "a poll in order",
  "a poll with a vote",
  "a result",
  "a poll's settings",
  "a poll by name, to look on",
  "a personal link",
  "settings of a poll by name",
  "deletion of a poll",
  "a poll's proof",
  "a page that is not there",
];

describe("axe finds nothing, nothing moves while loading or scrolls sideways, and a finger finds everything on", () => {
  let own: BrowserContext;
  beforeAll(async () => {
    own = await open();
    await own.addCookies([{ name: "visitor", value: owner.jar.get("visitor")!, url: server.url }]);
  });

  test.each(PAGES)("%s", async (name) => {
    const page = await visit(own, addresses[name]!);
    expect(await shiftOf(page), "moved while loading").toBe(0);
    expect(complaints).toEqual([]);
    await page.setViewportSize(WIDE);
    expect(await violationsOn(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
    expect(await tooLowForFingers(page)).toEqual([]);
  });
});

describe("axe finds nothing on", () => {
  let empty: BrowserContext;
  beforeAll(async () => {
    empty = await open();
  });

  test("start with errors", async () => {
    const page = await visit(empty, "/");
    await page.setViewportSize(WIDE);
    await page.getByLabel("Film title").fill("Ran");
    await page.getByLabel("Year", { exact: true }).fill("1500");
    await page.getByRole("button", { name: "Create the lottery" }).click();
    await page.getByText("A lottery needs at least 2 films.").waitFor();
    expect(await violationsOn(page)).toEqual([]);
  });

  test.each(["/", "/library", "/history", "/history/numbers", "/club"])(
    "%s of a new visitor",
    async (path) => {
      const page = await visit(empty, path);
      await page.setViewportSize(WIDE);
      expect(await violationsOn(page)).toEqual([]);
    },
  );
});

function tooLowForFingers(page: Page): Promise<string[]> {
  return page
    .locator("a, button:not([tabindex='-1']), summary, input:not([type=hidden])")
    .filter({ visible: true })
    .evaluateAll((all) =>
      all
        .filter((each) => each.getBoundingClientRect().height < 24)
        .map((each) => `${each.getBoundingClientRect().height}: ${each.outerHTML}`),
    );
}

/** What the page that was visited last said on the console. */
const complaints: string[] = [];
const opened: BrowserContext[] = [];
afterAll(() => Promise.all(opened.map((context) => context.close())));

async function open(): Promise<BrowserContext> {
  const context = await openContext(browser, server.url, {
    reducedMotion: "reduce",
    colorScheme: "dark",
    viewport: { width: 390, height: 800 },
  });
  opened.push(context);
  return context;
}

async function visit(context: BrowserContext, path: string): Promise<Page> {
  for (const page of context.pages()) await page.close();
  const page = await context.newPage();
  complaints.length = 0;
  page.on("console", (message) => {
    // As of words that did not come, or of a page that is not what the server sent; a status of its own is no fault.
    const own = message.location().url === page.url();
    if (["error", "warning"].includes(message.type()) && !own) complaints.push(message.text());
  });
  await paintBeforeScripts(page);
  await page.goto(path);
  await hydrated(page);
  return page;
}
