import type { BrowserContext, Page, Route } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { createLottery } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();
const contexts: BrowserContext[] = [];

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

test("adding and removing load no page and keep the focus where typing goes on", async () => {
  const page = await open("/");
  await page.evaluate("window.sameDocument = true");
  const requests: string[] = [];
  // What suggests films comes with the first letter, and is no page.
  page.on("request", (request) => {
    if (!/\/build\/assets\/|\/find\?/.test(request.url())) requests.push(request.url());
  });
  const title = page.getByLabel("Film title");
  await title.fill("Солярис");
  await page.getByRole("button", { name: "Add", exact: true }).first().click();
  await expect.poll(() => ticketsOn(page)).toEqual(["Солярис"]);
  expect(await focusedName(page)).toBe("title");
  expect(await title.inputValue()).toBe("");

  await page.keyboard.type("Jaws (1975)");
  await page.keyboard.press("Enter");
  await expect.poll(() => ticketsOn(page)).toEqual(["Солярис", "Jaws"]);
  expect(await focusedName(page)).toBe("title");

  await page.getByRole("button", { name: "Remove film 1" }).click();
  await expect.poll(() => ticketsOn(page)).toEqual(["Jaws"]);
  expect(await focusedName(page)).toBe("title");
  expect(await page.evaluate("window.sameDocument")).toBe(true);
  expect(requests).toEqual([]);
});

test("several lines pasted into the title become several films", async () => {
  const page = await open("/");
  await page.getByLabel("Film title").focus();
  await page.evaluate(`(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "Сталкер (1979)\\nRan\\n\\nЗеркало (1975)");
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(paste);
  })()`);
  await expect.poll(() => ticketsOn(page)).toEqual(["Сталкер", "Ran", "Зеркало"]);
});

test("a pasted list that is too long waits where it can be seen", async () => {
  const page = await open("/");
  await page.getByLabel("Film title").focus();
  await page.evaluate(`(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", Array.from({ length: 101 }, (_, index) => "Ералаш " + index).join("\\n"));
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(paste);
  })()`);
  await page.getByText("That is more than 100 lines. Paste fewer at once.").waitFor();
  const several = page.locator("textarea[name=several]");
  expect(await several.isVisible()).toBe(true);
  expect((await several.inputValue()).split("\n")).toHaveLength(101);
  await several.fill("Ералаш 1\nЕралаш 2");
  await page.getByRole("button", { name: "Add", exact: true }).last().click();
  await expect.poll(() => ticketsOn(page)).toEqual(["Ералаш 1", "Ералаш 2"]);
  expect(await several.inputValue()).toBe("");
});

test("a draft survives a reload, and is gone after the lottery was created", async () => {
  const page = await open("/");
  await add(page, "Летят журавли");
  await add(page, "Psycho");
  await page.getByLabel(/Name of the evening/).fill("Суббота");
  await page.getByLabel("Film title").fill("half a ti");
  await expect.poll(() => page.evaluate("localStorage.getItem('lottery-draft')")).toContain("half a ti");
  await page.reload();
  await page.getByText("We kept what you typed last time.").waitFor();
  await expect.poll(() => ticketsOn(page)).toEqual(["Летят журавли", "Psycho"]);
  expect(await page.getByLabel("Film title").inputValue()).toBe("half a ti");
  expect(await page.getByLabel(/Name of the evening/).inputValue()).toBe("Суббота");

  await page.getByLabel("Film title").fill("");
  await page.getByRole("button", { name: "Create the lottery" }).click();
  await page.getByLabel("Send this link").waitFor();
  await expect.poll(() => page.evaluate("localStorage.getItem('lottery-draft')")).toBe(null);
  await page.goto("/");
  await hydrated(page);
  await expect.poll(() => ticketsOn(page)).toEqual([]);
});

test("two tabs with one draft make a lottery each", async () => {
  const page = await open("/");
  await add(page, "Ran");
  await add(page, "Psycho");
  const other = await page.context().newPage();
  await other.goto("/");
  await expect.poll(() => ticketsOn(other)).toEqual(["Ran", "Psycho"]);
  await add(other, "Jaws");
  const paths = [];
  for (const tab of [other, page]) {
    await tab.getByRole("button", { name: "Create the lottery" }).click();
    await tab.getByLabel("Send this link").waitFor();
    paths.push(new URL(tab.url()).pathname);
  }
  expect(new Set(paths).size).toBe(2);
});

test("a draft that may have been saved keeps its key, so that it is not saved twice", async () => {
  const page = await open("/");
  await add(page, "Ran");
  await add(page, "Psycho");
  const losing = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  await page.route("**/*.data?index", losing, { times: 1 });
  await page.getByRole("button", { name: "Create the lottery" }).click();
  await page.getByText(/^We could not confirm/).waitFor();
  const key = await page.locator("#lottery [name=submitKey]").inputValue();
  await page.reload();
  await expect.poll(() => ticketsOn(page)).toEqual(["Ran", "Psycho"]);
  expect(await page.locator("#lottery [name=submitKey]").inputValue()).toBe(key);
  await page.getByRole("button", { name: "Create the lottery" }).click();
  await page.getByLabel("Send this link").waitFor();
  await page.goto("/history");
  expect(await page.locator(".lottery-row").count()).toBe(1);
});

test("a removed film is gone from the draft too", async () => {
  const page = await open("/");
  await add(page, "Летят журавли");
  await add(page, "Psycho");
  await page.getByRole("button", { name: "Remove film 1" }).click();
  await expect.poll(() => page.evaluate("localStorage.getItem('lottery-draft')")).not.toContain("журавли");
  await page.reload();
  await expect.poll(() => ticketsOn(page)).toEqual(["Psycho"]);
});

test("Create takes along what was not added, and a problem with it stands beside it", async () => {
  const page = await open("/");
  await add(page, "Ran");
  await page.getByLabel("Film title").fill("ran");
  await page.getByRole("button", { name: "Create the lottery" }).click();
  await page.locator("#entry-1-title-problems").waitFor();
  expect(await ticketsOn(page)).toEqual(["Ran", "ran"]);
  expect(await page.getByLabel("Film title").inputValue()).toBe("");
});

test("the library's form survives a reload, and is empty after the film was added", async () => {
  const page = await open("/library");
  await page.getByLabel("Film title").fill("Nosferatu");
  await page.getByLabel(/^Note/).fill("с живой музыкой");
  const key = await page.locator("#add [name=submitKey]").inputValue();
  await page.reload();
  await page.getByText("We kept what you typed last time.").waitFor();
  expect(await page.getByLabel("Film title").inputValue()).toBe("Nosferatu");
  expect(await page.getByLabel(/^Note/).inputValue()).toBe("с живой музыкой");
  // It was never sent, so it need not be the same submit.
  await expect.poll(() => page.locator("#add [name=submitKey]").inputValue()).not.toBe(key);
  await page.getByRole("button", { name: "Add to the library" }).click();
  await page.getByText("“Nosferatu” is in the library.").waitFor();
  await expect.poll(() => page.evaluate("localStorage.getItem('add-draft')")).toBe(null);
  expect(await page.getByLabel("Film title").inputValue()).toBe("");

  await page.getByLabel("Film title").fill("M");
  await page.reload();
  await page.getByRole("button", { name: "Start over" }).click();
  expect(await page.getByLabel("Film title").inputValue()).toBe("");
  expect(await page.evaluate("localStorage.getItem('add-draft')")).toBe(null);
});

test("a note survives a reload, each film's own", async () => {
  const page = await open("/library");
  for (const title of ["Alien", "Playtime"]) {
    await page.getByLabel("Film title").fill(title);
    await page.getByRole("button", { name: "Add to the library" }).click();
    await page.getByText(`“${title}” is in the library.`).waitFor();
  }
  const [playtime, alien] = await page
    .locator(".poster-link")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  await page.goto(playtime!);
  await hydrated(page);
  await page.getByLabel("Note").fill("на большом экране");
  await page.goto(alien!);
  await hydrated(page);
  expect(await page.getByLabel("Note").inputValue()).toBe("");
  await page.goto(playtime!);
  await page.getByText("We kept what you typed last time.").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  await page.reload();
  await hydrated(page);
  expect(await page.getByLabel("Note").inputValue()).toBe("на большом экране");
  expect(await page.getByText("We kept what you typed last time.").count()).toBe(0);
});

test("problems of the server keep the films and the draft", async () => {
  const page = await open("/");
  await add(page, "Ran");
  await page.getByRole("button", { name: "Create the lottery" }).click();
  await page.getByText("A lottery needs at least 2 films.").waitFor();
  await expect.poll(() => ticketsOn(page)).toEqual(["Ran"]);
});

test("the question about a changed form comes into sight, far from the button as it stands", async () => {
  const page = await open("/", { viewport: { width: 360, height: 640 } });
  for (const title of ["Ran", "Psycho", "Alien", "Jaws"]) await add(page, title);
  const losing = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  await page.route("**/*.data?index", losing, { times: 1 });
  await page.getByRole("button", { name: "Create the lottery" }).click();
  await page.getByText(/^We could not confirm/).waitFor();
  await page.getByLabel(/Name of the evening/).fill("Другая пятница");
  await page.getByRole("button", { name: "Create the lottery" }).click();
  const question = page.getByRole("alert").filter({ hasText: "This form has already made a lottery" });
  await question.waitFor();
  await expect.poll(() => question.evaluate((alert) => alert === document.activeElement)).toBe(true);
  const { y = -1, height = 0 } = (await question.boundingBox()) ?? {};
  expect(y).toBeGreaterThanOrEqual(0);
  expect(y + height).toBeLessThanOrEqual(640);
});

test("without scripts the page says at its top that something is wrong below", async () => {
  const page = await open("/", { viewport: { width: 360, height: 640 }, javaScriptEnabled: false });
  await page.getByRole("button", { name: "Create the lottery" }).click();
  const alert = page.locator(".alert", { hasText: "A lottery needs at least 2 films." });
  expect(((await alert.boundingBox()) ?? { y: 999 }).y).toBeLessThan(640);
});

test("the waiting page notices the draw by itself", async () => {
  const host = server.visitor();
  const path = await createLottery(host);
  const page = await open(path);
  await page.evaluate("window.sameDocument = true");
  await host.post(`${path}/draw`, {});
  await page.locator(".verdict-title").waitFor({ state: "attached" });
  expect(await page.evaluate("window.sameDocument"), "without loading the page again").toBe(true);
});

test("one tap copies the link", async () => {
  const page = await open("/");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await add(page, "Ran");
  await add(page, "Jaws");
  await page.getByRole("button", { name: "Create the lottery" }).click();
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.getByRole("button", { name: "Copied", exact: true }).waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(page.url());
});

async function open(path: string, options: Parameters<typeof openContext>[2] = {}): Promise<Page> {
  const context = await openContext(browser, server.url, options);
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(path);
  if (options.javaScriptEnabled !== false) await hydrated(page);
  return page;
}

async function add(page: Page, title: string): Promise<void> {
  const before = await page.locator(".ticket").count();
  await page.getByLabel("Film title").fill(title);
  await page.keyboard.press("Enter");
  await page.locator(".ticket").nth(before).waitFor();
}

async function ticketsOn(page: Page): Promise<string[]> {
  const inputs = await page.locator(".ticket-title textarea").all();
  return Promise.all(inputs.map((input) => input.inputValue()));
}

function focusedName(page: Page): Promise<unknown> {
  return page.evaluate("document.activeElement.getAttribute('name')");
}
