import type { BrowserContext, Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();
const contexts: BrowserContext[] = [];

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

describe.each([false, true])("JavaScript %s", (javaScriptEnabled) => {
  test("create, share, draw by a second visitor, keep, library, history", async () => {
    const host = await openPage();
    await addFilm(host, "Солярис", "1972");
    await addFilm(host, "Blade Runner (1982)");
    await addFilm(host, "Jaws", "1975");
    await host.getByRole("button", { name: "Remove film 3" }).click();
    await expectCount(host, "2 films of 25");
    await host.getByLabel(/Name of the evening/).fill("Пятница");
    await host.getByRole("button", { name: "Create the lottery" }).click();
    await host.getByText("The lottery is ready.").waitFor();
    const link = await host.getByLabel("Send this link").inputValue();
    expect(link).toBe(host.url());

    const guest = await openPage(link);
    expect(await guest.getByRole("heading", { level: 1 }).textContent()).toBe("Пятница");
    expect(await guest.getByLabel("Send this link").inputValue(), "to be passed on").toBe(link);
    await guest.getByRole("button", { name: "Draw the film" }).click();
    const winner = await winnerOn(guest);
    expect(["Солярис", "Blade Runner"]).toContain(winner);

    await host.reload();
    expect(await winnerOn(host)).toBe(winner);

    await guest.getByRole("button", { name: `Add “${winner}” to the library` }).click();
    await guest.getByText(`“${winner}” is in the library.`).waitFor();
    await guest.getByRole("link", { name: "Library", exact: true }).click();
    await guest.getByRole("heading", { name: "Your films" }).waitFor();
    expect(await guest.locator(".library-list .movie-name bdi").allTextContents()).toEqual([winner]);

    await host.getByRole("link", { name: "History", exact: true }).click();
    await host.getByRole("heading", { name: "History", level: 1 }).waitFor();
    expect(await host.locator(".lottery-row .movie-name bdi").textContent()).toBe(winner);
    await host.locator(".lottery-row a").click();
    expect(await winnerOn(host)).toBe(winner);
  });

  test("going back after creating and pressing again makes no second lottery", async () => {
    const host = await openPage();
    await createLottery(host);
    const made = host.url();
    await host.goBack();
    await host.getByRole("button", { name: "Create the lottery" }).waitFor();
    await host.getByRole("button", { name: "Create the lottery" }).click();
    await host.waitForLoadState();
    await host.locator("h1").waitFor();
    expect(await lotteriesOf(host)).toEqual([new URL(made).pathname]);
  });

  test("a double click on Create makes one lottery", async () => {
    const host = await openPage();
    await addFilm(host, "Ran");
    await addFilm(host, "Сталкер");
    await host.getByRole("button", { name: "Create the lottery" }).dblclick();
    await host.getByLabel("Send this link").waitFor();
    expect(await lotteriesOf(host)).toHaveLength(1);
  });

  async function openPage(address = "/"): Promise<Page> {
    const context = await openContext(browser, server.url, { javaScriptEnabled });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(address);
    if (javaScriptEnabled) await hydrated(page);
    return page;
  }
});

async function addFilm(page: Page, title: string, year = ""): Promise<void> {
  const before = await page.locator(".ticket").count();
  await page.getByLabel("Film title").fill(title);
  await page.getByLabel("Year", { exact: true }).fill(year);
  await page.getByRole("button", { name: "Add", exact: true }).first().click();
  await page.locator(".ticket").nth(before).waitFor();
}

async function createLottery(page: Page): Promise<void> {
  await addFilm(page, "Ran");
  await addFilm(page, "Сталкер");
  await page.getByRole("button", { name: "Create the lottery" }).click();
  await page.getByLabel("Send this link").waitFor();
}

async function expectCount(page: Page, text: string): Promise<void> {
  await page.locator(".hat-count", { hasText: text }).waitFor();
}

async function winnerOn(page: Page): Promise<string | null> {
  return page.locator(".verdict-title bdi").textContent();
}

async function lotteriesOf(page: Page): Promise<(string | null)[]> {
  await page.goto("/history");
  const links = await page.locator(".lottery-row a").all();
  return Promise.all(links.map((link) => link.getAttribute("href")));
}
