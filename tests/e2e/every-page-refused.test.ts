import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inviteOf } from "#tests/support/action-forms.ts";
import { violationsOn } from "#tests/support/axe.ts";
import { hydrated, openBrowser, openContext, paintBeforeScripts, shiftOf } from "#tests/support/browser.ts";
import { testDatabase } from "#tests/support/database.ts";
import { arrive, createLottery, EVENING, formWith, type Film } from "#tests/support/lotteries.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";
import { switchProxy } from "#tests/support/switch-proxy.ts";

const { url, db } = await testDatabase();
const database = await switchProxy(url);
const server = await startServer({ DATABASE_URL: database.url });
afterAll(server.stop);
await databaseReady(server);
const browser = await openBrowser();
const owner = server.visitor();

const LONG: Film[] = [
  ...EVENING,
  ["Как я научился не волноваться и полюбил атомную бомбу: очень длинное название", 1964],
  ["Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 1999],
];

const UNSEEN = "/l/2222222222";

/** Whatever is 503 is asked while the database is away; `away` says so of a page that is there all the same. */
type Refused = { status: number; path: string; fields?: Record<string, string>; away?: true };

const refused: Record<string, Refused> = {};

beforeAll(async () => {
  await arrive(owner);
  const made = formWith(LONG, { name: "Пятница" });
  await owner.post("/?index", made);
  const lottery = await createLottery(owner);
  const add = { form: "add", submitKey: randomUUID(), note: "Кто-то обещал принести диск" };
  await owner.post("/library", { ...add, title: "Солярис", year: "1972" });
  await owner.post("/library", { ...add, submitKey: randomUUID(), title: "Ran", year: "1985" });
  const film = { kind: "lottery", id: lottery.slice("/l/".length), entry: "1", title: LONG[3]![0] };
  const watched = { ...film, watchedOn: "2026-11-27", ownRating: "9" };
  const [movie = ""] = await db("movies").pluck<string[]>("id");
  const friend = server.visitor();
  await arrive(friend);
  const invite = await inviteOf(friend);
  await owner.get(invite);
  Object.assign(refused, {
    "another lottery of one form": { status: 409, path: "/?index", fields: { ...made, name: "Суббота" } },
    "another film of one form": { status: 409, path: "/library", fields: { ...add, title: "Ran" } },
    "a lottery with mistakes": { status: 422, path: "/?index", fields: formWith(LONG, { year: "1500" }) },
    "an unsaved lottery": { status: 503, path: "/?index", fields: formWith(LONG, { name: "Пятница" }) },
    "an unsaved film": { status: 503, path: "/library", fields: { ...add, title: "Ran", year: "1985" } },
    "an unsaved note": { status: 503, path: `/library/${movie}`, fields: { note: "не на ночь" } },
    "a film that was watched": { status: 503, path: "/history", fields: watched },
    "a film to be watched yet": {
      status: 422,
      path: "/history",
      fields: { ...watched, watchedOn: "2999-01-01" },
    },
    "an undrawn lottery": { status: 503, path: `${lottery}/draw`, fields: {} },
    "a film that is still there": { status: 503, path: `/library/${movie}/deletion`, fields: {} },
    "a lottery that nobody has seen": { status: 503, path: UNSEEN },
    "a club that cannot be read": { status: 200, path: "/club", away: true },
    "an unsaved name of a club": {
      status: 503,
      path: "/club",
      fields: { form: "name", name: "Кинопятница" },
    },
    "a link of a club that nobody has opened": { status: 503, path: `/join/${"0".repeat(32)}` },
    "somebody who is not in yet": { status: 503, path: invite, fields: { firstName: "Аня" } },
  } satisfies Record<string, Refused>);
  await owner.get(`/library/${movie}`);
});

const NAMES = [
  "another lottery of one form",
  "another film of one form",
  "a lottery with mistakes",
  "an unsaved lottery",
  "an unsaved film",
  "an unsaved note",
  "a film that was watched",
  "a film to be watched yet",
  "an undrawn lottery",
  "a film that is still there",
  "a lottery that nobody has seen",
  "a club that cannot be read",
  "an unsaved name of a club",
  "a link of a club that nobody has opened",
  "somebody who is not in yet",
];

describe("at 320 px", () => {
  let own: BrowserContext;
  beforeAll(async () => {
    // High, because only what is seen counts as moved.
    own = await open({ colorScheme: "dark", viewport: { width: 320, height: 2_400 } });
  });

  test.each(NAMES)("%s: axe finds nothing, nothing moves, nothing scrolls sideways", async (name) => {
    const page = await refuse(own, refused[name]!);
    expect(await shiftOf(page), "moved while loading").toBe(0);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
    expect(await violationsOn(page)).toEqual([]);
  });
});

/** The document that a browser shows which sent this before the page's script had taken over. */
async function refuse(context: BrowserContext, { status, path, fields, away }: Refused): Promise<Page> {
  for (const page of context.pages()) await page.close();
  const page = await context.newPage();
  await page.goto("/healthz");
  await paintBeforeScripts(page);
  if (status === 503 || away) database.cut();
  try {
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url() === server.url + path),
      page.evaluate(`(${send.toString()})(${JSON.stringify({ path, fields })})`),
    ]);
    expect(answer.status()).toBe(status);
    await page.waitForLoadState();
    await hydrated(page);
  } finally {
    database.restore();
  }
  return page;
}

/** Runs in the browser. */
function send({ path, fields }: { path: string; fields?: Record<string, string> }): void {
  if (!fields) {
    location.assign(path);
    return;
  }
  const form = document.createElement("form");
  form.method = "post";
  form.action = path;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

const opened: BrowserContext[] = [];
afterAll(() => Promise.all(opened.map((context) => context.close())));

async function open(options: Parameters<typeof openContext>[2]): Promise<BrowserContext> {
  const context = await openContext(browser, server.url, { reducedMotion: "reduce", ...options });
  opened.push(context);
  await context.addCookies([{ name: "visitor", value: owner.jar.get("visitor")!, url: server.url }]);
  return context;
}
