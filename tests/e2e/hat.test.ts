import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();
const contexts: BrowserContext[] = [];

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

async function openPage(
  address: string,
  { javaScriptEnabled = true, ...options }: BrowserContextOptions = {},
): Promise<Page> {
  const settings = { javaScriptEnabled, reducedMotion: "reduce", ...options } as const;
  const context = await openContext(browser, server.url, settings);
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(address);
  if (javaScriptEnabled) await hydrated(page);
  return page;
}

/** Opens a hat on the start page; answers the host's page of it. */
async function openHat(): Promise<Page> {
  const host = await openPage("/");
  await host.getByLabel("We collect them").check();
  await host.getByRole("button", { name: "Create the lottery" }).click();
  await host.getByText("The hat is open.").waitFor();
  await hydrated(host);
  return host;
}

async function putIn(page: Page, title: string, firstName: string): Promise<void> {
  await page.locator("#title").fill(title);
  await page.getByLabel("Your first name").fill(firstName);
  await page.getByRole("button", { name: "Put it in" }).click();
  await ticket(page, title).waitFor();
}

const ticket = (page: Page, title: string) => page.locator(".hat .ticket", { hasText: title });

test("five browsers fill a hat, two of them without scripts; all see it fill, and the same film win", async () => {
  const host = await openHat();
  const path = new URL(host.url()).pathname;
  const guests = await Promise.all(
    [true, true, false, false].map((javaScriptEnabled) => openPage(path, { javaScriptEnabled })),
  );
  const films = ["Stalker", "Ran", "Alien", "Vertigo"];
  for (const [index, guest] of guests.entries()) await putIn(guest, films[index]!, `Guest ${index}`);
  // Where scripts run, all of it is there without a reload.
  for (const page of [host, guests[0]!, guests[1]!])
    for (const film of films) await ticket(page, film).waitFor();
  await guests[0]!.getByRole("button", { name: "Me too: “Alien”" }).click();
  await host.getByText("2 people are for it").waitFor();
  await host.getByRole("button", { name: "Close the hat" }).click();
  for (const guest of guests.slice(0, 2))
    await guest.getByRole("button", { name: "Draw the film" }).waitFor();
  const [, , third, fourth] = guests as [Page, Page, Page, Page];
  await third.getByRole("link", { name: "See what’s new" }).click();
  await fourth.getByRole("link", { name: "See what’s new" }).click();
  await third.getByRole("button", { name: "Draw the film" }).click();
  const winners = await Promise.all(
    [host, ...guests].map((page) => page.locator(".verdict-title bdi").textContent({ timeout: 20_000 })),
  );
  expect(films).toContain(winners[0]);
  expect(new Set(winners).size).toBe(1);
});

test("whoever types a film that is in the hat is told at once, and what is half typed stays", async () => {
  const host = await openHat();
  const guest = await openPage(new URL(host.url()).pathname);
  await putIn(host, "Сталкер", "Anya");
  await ticket(guest, "Сталкер").waitFor();
  await guest.locator("#title").fill("сталкер!");
  await guest.getByText("It’s in the hat already.").waitFor();
  await putIn(host, "Ran", "Anya");
  await ticket(guest, "Ran").waitFor();
  expect(await guest.locator("#title").inputValue()).toBe("сталкер!");
});

test("the host’s rules are chosen on the start page, survive a reload, and are those of the hat", async () => {
  const host = await openPage("/", { timezoneId: "Europe/Moscow" });
  const rules = host.locator(".hat-rules");
  expect(await rules.isVisible(), "nobody else needs them").toBe(false);
  await host.getByLabel("We collect them").check();
  await rules.locator("summary").click();
  await host.getByLabel("Films per guest").selectOption("1");
  await host.getByLabel("The odds").selectOption("backers");
  await host.getByLabel("Open until").fill("2027-01-01");
  await host.getByLabel("Time", { exact: true }).fill("20:00");
  await host.getByLabel("One veto each").check();
  await host.reload();
  await hydrated(host);
  await host.getByText("We kept what you typed last time.").waitFor();
  expect(await host.getByLabel("Open until").inputValue()).toBe("2027-01-01");
  expect(await host.getByLabel("One veto each").isChecked()).toBe(true);
  await host.getByRole("button", { name: "Create the lottery" }).click();
  await host.getByText("The hat is open.").waitFor();
  const kept = await server
    .db("hats")
    .where({ lottery_id: new URL(host.url()).pathname.slice("/l/".length) })
    .first();
  expect(kept).toMatchObject({ cap: 1, odds: "backers", named: true, nod: false, vetoes: true });
  expect(kept.closes_at.toISOString()).toBe("2027-01-01T17:00:00.000Z");
});

test("rules are kept while their script does not come, whatever else is done with the form", async () => {
  const context = await openContext(browser, server.url);
  contexts.push(context);
  await context.route("**/late-rules-*.js", (route) => route.abort());
  const host = await context.newPage();
  await host.goto("/");
  await hydrated(host);
  await host.getByLabel("We collect them").check();
  await host.locator(".hat-rules summary").click();
  await host.getByLabel("Films per guest").selectOption("5");
  await host.locator("#title").fill("Ran");
  await host.locator("#title").press("Enter");
  await host.locator(".ticket").waitFor();
  expect(await host.getByLabel("Films per guest").inputValue()).toBe("5");
  await host.getByRole("button", { name: "Create the lottery" }).click();
  await host.getByText("The hat is open.").waitFor();
  const id = new URL(host.url()).pathname.slice("/l/".length);
  expect(await server.db("hats").where({ lottery_id: id }).pluck("cap")).toEqual([5]);
});
