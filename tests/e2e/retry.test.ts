import type { BrowserContext, Locator, Page, Route } from "playwright-core";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { testDatabase } from "#tests/support/database.ts";
import { arrive, createLottery, EVENING } from "#tests/support/lotteries.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";
import { switchProxy } from "#tests/support/switch-proxy.ts";

const { url, db } = await testDatabase();
const database = await switchProxy(url);
const app = await startServer({ DATABASE_URL: database.url });
afterAll(app.stop);
await databaseReady(app);
/** The way from the browser to the app. */
const line = await switchProxy(app.url);
const browser = await openBrowser();
const contexts: BrowserContext[] = [];
/** Every address that a page has loaded. */
const arrived = new WeakMap<Page, Set<string>>();

const COUNTDOWN = /^Trying again automatically in \d+\u00a0seconds?\.$/;
const CREATE = "Create the lottery";

afterEach(async () => {
  database.restore();
  line.restore();
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  await healed();
});

describe("the database is away while a lottery is created", () => {
  test("it is made by itself later, once, with all that was typed", async () => {
    const page = await open("/");
    await typeLottery(page, "Пятница");
    await createWhileAway(page);
    expect(await ticketsOn(page)).toEqual(["Солярис", "Blade Runner"]);
    expect(await page.getByLabel(/Name of the evening/).inputValue()).toBe("Пятница");
    expect(await page.getByLabel("Film title").inputValue()).toBe("");
    await expect.poll(() => isFocused(page, CREATE)).toBe(true);
    await Promise.all([nextPost(page), page.clock.fastForward(3_500)]);
    await countdown(page).waitFor();
    await heal();
    await page.clock.fastForward(8_000);
    await page.getByLabel("Send this link").waitFor();
    expect(await entriesOf("Пятница")).toEqual(["Солярис", "Blade Runner"]);
  });

  test("the countdown counts for the eye, and is told once to screen readers", async () => {
    const page = await open("/");
    await typeLottery(page, "Вслух");
    await createWhileAway(page);
    const told = page.locator(".auto-retry").getByRole("status");
    expect(await told.textContent()).toBe("Trying again automatically in 3\u00a0seconds.");
    await page.clock.pauseAt((await clockOf(page)) + 1_000);
    const before = await secondsShown(page);
    await page.clock.runFor(1_000);
    expect(await secondsShown(page)).toBe(before - 1);
    expect(await told.textContent()).toBe("Trying again automatically in 3\u00a0seconds.");
  });

  test("it can be stopped with the keyboard, and the button still works", async () => {
    const page = await open("/");
    await typeLottery(page, "Суббота");
    const posts = postsOf(page);
    await createWhileAway(page);
    await page.keyboard.press("Tab");
    expect(await isFocused(page, "Stop")).toBe(true);
    await page.keyboard.press("Enter");
    await toldIn(page, "Automatic retry stopped. Press the button when you like.").waitFor();
    expect(await isFocused(page, CREATE), "focus is not lost with the button").toBe(true);
    await page.clock.fastForward(120_000);
    expect(posts).toHaveLength(1);
    await heal();
    await page.keyboard.press("Enter");
    await page.getByLabel("Send this link").waitFor();
    expect(await entriesOf("Суббота")).toHaveLength(2);
  });

  test("nothing half changed is sent by itself", async () => {
    const page = await open("/");
    await typeLottery(page, "Воскресенье");
    const posts = postsOf(page);
    await createWhileAway(page);
    await page.clock.fastForward(1_000);
    await page.getByLabel("Title of film 2").press("End");
    await page.keyboard.type(" 2049");
    await page.clock.fastForward(1_000);
    await toldIn(page, /^You changed something/).waitFor();
    await page.clock.fastForward(120_000);
    expect(posts).toHaveLength(1);
    await heal();
    await page.getByRole("button", { name: CREATE }).click();
    await page.getByLabel("Send this link").waitFor();
    expect(await entriesOf("Воскресенье")).toEqual(["Солярис", "Blade Runner 2049"]);
  });

  test("it waits while the browser is offline", async () => {
    const page = await open("/");
    await typeLottery(page, "Понедельник");
    const posts = postsOf(page);
    await createWhileAway(page);
    await page.context().setOffline(true);
    await toldIn(page, /^You are offline/).waitFor();
    await page.clock.fastForward(60_000);
    expect(posts).toHaveLength(1);
    await heal();
    await page.context().setOffline(false);
    await countdown(page).waitFor();
    await page.clock.fastForward(3_500);
    await page.getByLabel("Send this link").waitFor();
    expect(await entriesOf("Понедельник")).toHaveLength(2);
  });

  test("in Russian, with the right forms of a number", async () => {
    const page = await open("/", { locale: "ru-RU" });
    await page.getByLabel("Название фильма", { exact: true }).fill("Солярис");
    await page.keyboard.press("Enter");
    await page.locator(".ticket").waitFor();
    await page.getByLabel("Название фильма", { exact: true }).fill("Сталкер");
    database.cut();
    await page.getByRole("button", { name: "Создать лотерею" }).click();
    const told = page.locator(".auto-retry").getByRole("status");
    await told.filter({ hasText: "Повторим автоматически через 3\u00a0секунды." }).waitFor();
    await page.clock.fastForward(3_500);
    await told.filter({ hasText: /^Повторим автоматически через [678]\u00a0секунд\.$/ }).waitFor();
    const stop = page.getByRole("button", { name: "Стоп" });
    await stop.click();
    await toldIn(page, "Автоматический повтор остановлен. Нажмите кнопку, когда захотите.").waitFor();
    expect(await stop.count()).toBe(0);
  });

  test("without JavaScript there is the button and nothing that promises more", async () => {
    const page = await open("/", { javaScriptEnabled: false });
    await page.getByLabel("Film title").fill("Солярис");
    await page.getByRole("button", { name: "Add", exact: true }).first().click();
    await page.locator(".ticket").waitFor();
    await page.getByLabel("Film title").fill("Ran");
    await page.getByLabel(/Name of the evening/).fill("Без сценариев");
    database.cut();
    await page.getByRole("button", { name: CREATE }).click();
    await page.locator(".alert").waitFor();
    expect(await page.locator(".auto-retry").isVisible()).toBe(false);
    await heal();
    await page.getByRole("button", { name: CREATE }).click();
    await page.getByLabel("Send this link").waitFor();
    expect(await entriesOf("Без сценариев")).toEqual(["Солярис", "Ran"]);
  });
});

describe("no answer comes at all", () => {
  test("the text stays on the page, and the lottery is made once the server is back", async () => {
    const page = await open("/");
    await typeLottery(page, "Обрыв");
    line.cut();
    await page.getByRole("button", { name: CREATE }).click();
    await page.getByText(/^We could not confirm that this was saved/).waitFor();
    expect(await ticketsOn(page)).toEqual(["Солярис", "Blade Runner"]);
    expect(await page.getByLabel(/Name of the evening/).inputValue()).toBe("Обрыв");
    line.restore();
    await page.clock.fastForward(3_500);
    await page.getByLabel("Send this link").waitFor();
    expect(await entriesOf("Обрыв")).toHaveLength(2);
  });

  test("an answer lost on its way makes no second lottery", async () => {
    const page = await open("/");
    await typeLottery(page, "Потерянный ответ");
    await answerLostOnce(page, "**/*.data?index");
    await page.getByRole("button", { name: CREATE }).click();
    await countdown(page).waitFor();
    expect(await entriesOf("Потерянный ответ"), "saved, but nobody knows").toHaveLength(2);
    await page.clock.fastForward(3_500);
    await page.getByLabel("Send this link").waitFor();
    expect(await entriesOf("Потерянный ответ")).toHaveLength(2);
    await page.goto("/");
    await hydrated(page);
    expect(await ticketsOn(page), "its draft is done with").toEqual([]);
    expect(await page.getByText("We kept what you typed last time.").count()).toBe(0);
  });

  test("a film whose answer was lost is in the library once, as if nothing had happened", async () => {
    const page = await open("/library");
    await page.getByLabel("Film title").fill("Ностальгия");
    await answerLostOnce(page, "**/library.data*");
    await page.getByRole("button", { name: "Add to the library" }).click();
    await countdown(page).waitFor();
    await page.clock.fastForward(3_500);
    await page.getByText("“Ностальгия” is in the library.").waitFor();
    expect(await page.getByLabel("Film title").inputValue()).toBe("");
    expect(await page.locator(".poster-link").count()).toBe(1);
  });

  test("a word of one's own waits for the network", async () => {
    const { page, owner } = await openWithLibrary([]);
    const lottery = await createLottery(owner, EVENING);
    await page.goto(`${lottery}?word`);
    await hydrated(page);
    await page.locator("#word").fill("абракадабра");
    await scriptsLoaded(page, "routes/l.$id_.draw");
    line.cut();
    await page.getByRole("button", { name: "Draw the film" }).click();
    await page.getByRole("button", { name: "Draw the film" }).waitFor();
    line.restore();
    await page.clock.fastForward(3_500);
    await page.locator(".verdict-title").waitFor({ state: "attached" });
    expect(await wordsOf(lottery)).toEqual(["абракадабра"]);
  });

  test("a draw whose answer was lost is shown, and its word is the first one's", async () => {
    const { page, owner } = await openWithLibrary([]);
    const lottery = await createLottery(owner, EVENING);
    await page.goto(`${lottery}?word`);
    await hydrated(page);
    await page.locator("#word").fill("сим-салабим");
    await answerLostOnce(page, "**/draw.data*");
    await page.getByRole("button", { name: "Draw the film" }).click();
    await page.getByRole("button", { name: "Draw the film" }).waitFor();
    await page.clock.fastForward(3_500);
    await page.locator(".verdict-title").waitFor({ state: "attached" });
    expect(await wordsOf(lottery)).toEqual(["сим-салабим"]);
  });

  test("an entry is kept once the network is back", async () => {
    const owner = app.visitor();
    await arrive(owner);
    const page = await open(await createLottery(owner, EVENING), { visitor: owner.jar.get("visitor")! });
    await scriptsLoaded(page, "routes/library");
    await expect
      .poll(() => [...(arrived.get(page) ?? [])].filter((url) => /\/library-/.test(url)))
      .not.toEqual([]);
    line.cut();
    await page.getByRole("button", { name: "Add “Солярис” to the library" }).click();
    await page.getByRole("button", { name: "Add to the library", exact: true }).waitFor();
    line.restore();
    await page.clock.fastForward(3_500);
    await page.getByText("“Солярис” is in the library.").waitFor();
    expect((await owner.get("/library")).document.querySelectorAll(".poster-link")).toHaveLength(1);
  });

  test("a deletion whose answer was lost ends with the sentence that it is gone", async () => {
    const { page, owner } = await openWithLibrary([]);
    const lottery = await createLottery(owner, EVENING);
    await page.goto(`${lottery}/deletion`);
    await hydrated(page);
    await answerLostOnce(page, "**/deletion.data*");
    await page.getByRole("button", { name: "Yes, delete it" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).waitFor();
    await page.clock.fastForward(3_500);
    await page.getByText("That lottery is already gone.").waitFor();
    expect((await owner.get(lottery)).status).toBe(404);
  });

  test("a proxy's own error page takes nothing away", async () => {
    const page = await open("/library");
    await page.getByLabel("Film title").fill("Playtime");
    await page.getByLabel(/^Note/).fill("Жак Тати");
    const badGateway = { status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" };
    await page.route("**/*.data*", (route) => route.fulfill(badGateway), { times: 1 });
    await page.getByRole("button", { name: "Add to the library" }).click();
    await countdown(page).waitFor();
    expect(await page.getByLabel(/^Note/).inputValue()).toBe("Жак Тати");
    await page.clock.fastForward(3_500);
    await page.getByText("“Playtime” is in the library.").waitFor();
    expect(await page.getByLabel("Film title").inputValue()).toBe("");
  });

  test("a command is repeated too", async () => {
    const { page, owner } = await openWithLibrary([]);
    const lottery = await createLottery(owner, EVENING);
    await page.goto(`${lottery}/deletion`);
    await hydrated(page);
    line.cut();
    await page.getByRole("button", { name: "Yes, delete it" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).waitFor();
    line.restore();
    await page.clock.fastForward(3_500);
    await page.getByText("The lottery has been deleted.").waitFor();
    expect((await owner.get(lottery)).status).toBe(404);
  });

  test("a page that cannot be had comes by itself later", async () => {
    const page = await open("/");
    const history = page.getByRole("link", { name: "History", exact: true });
    await history.click();
    await page.getByRole("link", { name: "New lottery" }).click();
    await page.getByRole("button", { name: CREATE }).waitFor();
    line.cut();
    await history.click();
    await page.getByRole("heading", { name: "No connection" }).waitFor();
    line.restore();
    await page.clock.fastForward(3_500);
    await page.getByRole("heading", { name: "History", level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/history");
  });
});

describe("the other forms", () => {
  test("a film goes into the library by itself, with its note, once", async () => {
    const page = await open("/library");
    await page.getByLabel("Film title").fill("Зеркало");
    await page.getByLabel(/^Note/).fill("Кто-то обещал принести диск");
    database.cut();
    await page.getByRole("button", { name: "Add to the library" }).click();
    await countdown(page).waitFor();
    await heal();
    await page.clock.fastForward(3_500);
    await page.getByText("“Зеркало” is in the library.").waitFor();
    const kept = await db("movies").where({ title: "Зеркало" }).select("note");
    expect(kept).toEqual([{ note: "Кто-то обещал принести диск" }]);
  });

  test("ticked films become one lottery", async () => {
    const { page } = await openWithLibrary(["Ran", "Jaws"]);
    for (const box of await page.getByRole("checkbox").all()) await box.check();
    database.cut();
    await page.getByRole("button", { name: "Make a lottery from ticked films" }).click();
    await countdown(page).waitFor();
    expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(2);
    await heal();
    await page.clock.fastForward(3_500);
    await page.getByLabel("Send this link").waitFor();
    expect(await page.locator(".candidates .movie-name bdi").allTextContents()).toEqual(["Jaws", "Ran"]);
  });

  test("a changed note is saved", async () => {
    const { page } = await openWithLibrary(["Psycho"]);
    await page.locator(".poster-link").click();
    await hydrated(page);
    await page.getByLabel("Note").fill("не на ночь");
    database.cut();
    await page.getByRole("button", { name: "Save" }).click();
    await countdown(page).waitFor();
    expect(await page.getByLabel("Note").inputValue()).toBe("не на ночь");
    await heal();
    await page.clock.fastForward(3_500);
    await page.getByText("Saved.").waitFor();
    expect(await page.getByLabel("Note").inputValue()).toBe("не на ночь");
  });

  test("a film is removed", async () => {
    const { page } = await openWithLibrary(["Vertigo"]);
    await page.goto(`${await page.locator(".poster-link").getAttribute("href")}/deletion`);
    await hydrated(page);
    database.cut();
    await page.getByRole("button", { name: "Yes, remove it" }).click();
    await retriedAs(page, "Remove");
    await page.getByText("“Vertigo” is no longer in the library.").waitFor();
    expect(await db("movies").where({ title: "Vertigo" }).select("id")).toEqual([]);
  });

  test("a lottery is drawn, an entry kept, the lottery deleted", async () => {
    const { page, owner } = await openWithLibrary([]);
    const lottery = await createLottery(owner, EVENING);
    await page.goto(`${lottery}?word`);
    await hydrated(page);
    await page.locator("#word").fill("абракадабра");
    database.cut();
    await page.getByRole("button", { name: "Draw the film" }).click();
    await retriedAs(page, "Draw the film");
    await page.locator(".verdict-title").waitFor({ state: "attached" });
    expect(await wordsOf(lottery)).toEqual(["абракадабра"]);

    database.cut();
    await page.getByRole("button", { name: "Add “Солярис” to the library" }).click();
    await retriedAs(page, "Add to the library");
    await page.getByText("“Солярис” is in the library.").waitFor();

    await page.goto(`${lottery}/deletion`);
    await hydrated(page);
    database.cut();
    await page.getByRole("button", { name: "Yes, delete it" }).click();
    await retriedAs(page, "Delete");
    await page.getByText("The lottery has been deleted.").waitFor();
    expect((await owner.get(lottery)).status).toBe(404);
  });
});

/** The page that says that a command was not carried out; it carries it out when the database is back. */
async function retriedAs(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).waitFor();
  await countdown(page).waitFor();
  await heal();
  await page.clock.fastForward(3_500);
}

async function createWhileAway(page: Page): Promise<void> {
  database.cut();
  await page.getByRole("button", { name: CREATE }).click();
  await countdown(page).waitFor();
}

async function typeLottery(page: Page, name: string): Promise<void> {
  await page.getByLabel("Film title").fill("Солярис");
  await page.keyboard.press("Enter");
  await page.locator(".ticket").waitFor();
  // Not added: Create takes it along.
  await page.getByLabel("Film title").fill("Blade Runner");
  await page.getByLabel(/Name of the evening/).fill(name);
}

/** The server does what is asked, and the browser never hears of it. */
async function answerLostOnce(page: Page, address: string): Promise<void> {
  const lose = async (route: Route) => {
    await route.fetch({ maxRedirects: 0 });
    await route.abort();
  };
  await page.route(address, lose, { times: 1 });
}

/** Resolves when the browser has the scripts of a route that the page posts to. */
async function scriptsLoaded(page: Page, route: string): Promise<void> {
  const { module, imports } = await page.evaluate<{ module: string; imports: string[] }>(
    `__remixManifest.routes[${JSON.stringify(route)}]`,
  );
  const wanted = [module, ...imports].map((path) => line.url + path);
  await expect.poll(() => [...(arrived.get(page) ?? [])]).toEqual(expect.arrayContaining(wanted));
}

/** The words that the draws of a lottery were made with. */
function wordsOf(lottery: string): Promise<string[]> {
  return db("draws")
    .where({ lottery_id: lottery.replace("/l/", "") })
    .orderBy("number")
    .pluck("word");
}

/** The entries of all lotteries of this name, so that a second one shows. */
async function entriesOf(name: string): Promise<string[]> {
  const rows: { title: string }[] = await db("lotteries")
    .join("entries", "entries.lottery_id", "lotteries.id")
    .where({ name })
    .orderBy("position")
    .select("title");
  return rows.map(({ title }) => title);
}

/** What the retrying line says to the eye. */
function toldIn(page: Page, text: string | RegExp): Locator {
  return page.locator(".auto-retry > [aria-hidden]").filter({ hasText: text });
}

function countdown(page: Page): Locator {
  return toldIn(page, COUNTDOWN);
}

async function secondsShown(page: Page): Promise<number> {
  return Number(/\d+/.exec((await countdown(page).textContent()) ?? "")?.[0]);
}

function clockOf(page: Page): Promise<number> {
  return page.evaluate("Date.now()");
}

async function ticketsOn(page: Page): Promise<string[]> {
  const inputs = await page.locator(".ticket-title textarea").all();
  return Promise.all(inputs.map((input) => input.inputValue()));
}

function isFocused(page: Page, button: string): Promise<boolean> {
  return page.evaluate(`document.activeElement.innerText === ${JSON.stringify(button)}`);
}

/** Every form that the page sends from now on. */
function postsOf(page: Page): string[] {
  const posts: string[] = [];
  page.on("request", (request) => void (request.method() === "POST" && posts.push(request.url())));
  return posts;
}

/** Resolves when the page has sent a form. */
async function nextPost(page: Page): Promise<void> {
  await page.waitForRequest((request) => request.method() === "POST");
}

/** Brings the database back. */
async function heal(): Promise<void> {
  database.restore();
  await healed();
}

/** Resolves when reads are answered afresh; writes are as soon as that. */
async function healed(): Promise<void> {
  const visitor = app.visitor();
  await arrive(visitor);
  const stale = async () => (await visitor.get("/history")).document.querySelector("[data-source]");
  await expect.poll(stale, { timeout: 15_000 }).toBeNull();
}

async function openWithLibrary(titles: string[]) {
  const owner = app.visitor();
  await arrive(owner);
  for (const title of titles) {
    await owner.press(await owner.get("/library"), "Add to the library", { title });
  }
  const page = await open("/library", { visitor: owner.jar.get("visitor")! });
  return { page, owner };
}

type Options = Parameters<typeof openContext>[2] & { visitor?: string };

async function open(path: string, { visitor, ...options }: Options = {}): Promise<Page> {
  const context = await openContext(browser, line.url, options);
  contexts.push(context);
  if (visitor) await context.addCookies([{ name: "visitor", value: visitor, url: line.url }]);
  const page = await context.newPage();
  const addresses = new Set<string>();
  arrived.set(page, addresses);
  page.on("requestfinished", (request) => void addresses.add(request.url()));
  if (options.javaScriptEnabled !== false) await page.clock.install();
  await page.goto(path);
  if (options.javaScriptEnabled !== false) await hydrated(page);
  return page;
}
