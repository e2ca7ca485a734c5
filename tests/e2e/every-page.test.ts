import { randomUUID } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hydrated, openBrowser, openContext, paintBeforeScripts, shiftOf } from "#tests/support/browser.ts";
import { arrive, createLottery, EVENING, type Film } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";

const server = await testServer();
const browser = await openBrowser();
const owner = server.visitor();

const FULL: Film[] = [
  ...Array.from({ length: 23 }, (_, index): Film => [`Ералаш, выпуск ${index + 1}`, 1974]),
  ["Как я научился не волноваться и полюбил атомную бомбу: очень длинное название", 1964],
  ["Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 1999],
];

const addresses: Record<string, string> = {
  start: "/",
  library: "/library",
  history: "/history",
  "a page that is not there": "/l/2222222222",
};

beforeAll(async () => {
  await arrive(owner);
  addresses.undrawn = await createLottery(owner, FULL, { name: "Пятница" });
  addresses.drawn = await createLottery(owner, EVENING);
  addresses.deletion = `${addresses.undrawn}/deletion`;
  await owner.post(`${addresses.drawn}/draw`, {});
  const film = { title: "Солярис", year: "1972", note: "Кто-то обещал принести диск" };
  await owner.post("/library", { form: "add", submitKey: randomUUID(), ...film });
  const library = await owner.get("/library");
  addresses.movie = library.document.querySelector(".poster-link")?.getAttribute("href") ?? "";
  addresses.removal = `${addresses.movie}/deletion`;
});

const PAGES = [
  "start",
  "library",
  "history",
  "undrawn",
  "drawn",
  "deletion",
  "movie",
  "removal",
  "a page that is not there",
];

describe.each(["dark", "light"] as const)("in the %s theme axe finds nothing on", (colorScheme) => {
  let own: BrowserContext;
  let empty: BrowserContext;
  beforeAll(async () => {
    own = await open({ colorScheme });
    await signIn(own);
    empty = await open({ colorScheme });
  });

  test.each(PAGES)("%s", async (name) => {
    expect(await violationsOn(await visit(own, addresses[name]!))).toEqual([]);
  });

  test("start with errors", async () => {
    const page = await visit(empty, "/");
    await page.getByLabel("Film title").fill("Ran");
    await page.getByLabel("Year", { exact: true }).fill("1500");
    await page.getByRole("button", { name: "Create the lottery" }).click();
    await page.getByText("A lottery needs at least 2 films.").waitFor();
    expect(await violationsOn(page)).toEqual([]);
  });

  test.each(["/", "/library", "/history"])("%s of a new visitor", async (path) => {
    expect(await violationsOn(await visit(empty, path))).toEqual([]);
  });
});

describe("at 320 px nothing scrolls sideways on", () => {
  let own: BrowserContext;
  beforeAll(async () => {
    own = await open({ viewport: { width: 320, height: 640 } });
    await signIn(own);
  });

  test.each(PAGES)("%s", async (name) => {
    const page = await visit(own, addresses[name]!);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
  });
});

describe("a finger finds every link and button on", () => {
  let own: BrowserContext;
  beforeAll(async () => {
    own = await open({ viewport: { width: 360, height: 740 } });
    await signIn(own);
  });

  test.each(PAGES)("%s", async (name) => {
    const page = await visit(own, addresses[name]!);
    const low = await page
      .locator("a, button, summary, input:not([type=hidden])")
      .filter({ visible: true })
      .evaluateAll((all) =>
        all
          .filter((each) => each.getBoundingClientRect().height < 24)
          .map((each) => `${each.getBoundingClientRect().height}: ${each.outerHTML}`),
      );
    expect(low).toEqual([]);
  });
});

describe("nothing moves while loading", () => {
  let own: BrowserContext;
  beforeAll(async () => {
    own = await open({ viewport: { width: 390, height: 800 } });
    await signIn(own);
  });

  test.each(["start", "library", "history", "undrawn", "drawn", "movie"])("%s", async (name) => {
    const page = await visit(own, addresses[name]!, paintBeforeScripts);
    expect(await shiftOf(page)).toBe(0);
  });
});

const opened: BrowserContext[] = [];
afterAll(() => Promise.all(opened.map((context) => context.close())));

async function open(options: Parameters<typeof openContext>[2]): Promise<BrowserContext> {
  const context = await openContext(browser, server.url, { reducedMotion: "reduce", ...options });
  opened.push(context);
  return context;
}

async function signIn(context: BrowserContext): Promise<void> {
  await context.addCookies([{ name: "visitor", value: owner.jar.get("visitor")!, url: server.url }]);
}

async function visit(
  context: BrowserContext,
  path: string,
  prepare?: (page: Page) => Promise<void>,
): Promise<Page> {
  for (const page of context.pages()) await page.close();
  const page = await context.newPage();
  await prepare?.(page);
  await page.goto(path);
  await hydrated(page);
  return page;
}

async function violationsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target }) => target.join(" "))
        .slice(0, 3)
        .join(", ")}`,
  );
}
