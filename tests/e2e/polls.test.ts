import type { BrowserContext, Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { createPoll } from "#tests/support/polls.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();
const opened: BrowserContext[] = [];
afterAll(() => Promise.all(opened.map((context) => context.close())));

async function visit(path: string, options: Parameters<typeof openContext>[2] = {}): Promise<Page> {
  const context = await openContext(browser, server.url, options);
  opened.push(context);
  const page = await context.newPage();
  await page.goto(path);
  if (options.javaScriptEnabled !== false) await hydrated(page);
  return page;
}

const placeOf = (page: Page, title: string) => page.getByRole("textbox", { name: `Place of ${title}` });

test("five browsers, two of them without JavaScript, rank films, tie, and see the same reveal", async () => {
  const host = server.visitor();
  await arrive(host);
  const poll = await createPoll(host, { method: "ranked" });
  const options = [{}, {}, {}, { javaScriptEnabled: false }, { javaScriptEnabled: false }];
  const pages = await Promise.all(options.map((each) => visit(poll, each)));
  const votes = [
    ["Солярис"],
    ["Blade Runner"],
    ["Солярис", "Летят журавли"],
    ["Blade Runner"],
    ["Летят журавли"],
  ];
  for (const [index, page] of pages.entries()) {
    for (const [place, title] of votes[index]!.entries()) await placeOf(page, title).fill(String(place + 1));
    await page.getByRole("button", { name: "Vote", exact: true }).click();
    await page.getByRole("heading", { name: "Your vote counts" }).waitFor();
  }
  // Those with JavaScript hear of it without doing anything; the others' pages look by themselves.
  await pages[0]!.getByText("5 people have voted").waitFor();
  await host.post(`${poll}/settings`, { form: "end" });
  const winners = await Promise.all(
    pages.map(async (page) => {
      await page.locator(".verdict-title").waitFor({ state: "attached", timeout: 30_000 });
      await page.getByRole("heading", { name: "The result" }).waitFor({ timeout: 30_000 });
      return page.locator(".verdict-title").textContent();
    }),
  );
  expect(new Set(winners).size).toBe(1);
  expect(["Солярис 1972", "Blade Runner 1982"]).toContain(winners[0]);
}, 120_000);

test("films are put in order by keyboard, by dragging and by typing, and the order is what is saved", async () => {
  const host = server.visitor();
  await arrive(host);
  const poll = await createPoll(host, { method: "ranked" });
  const page = await visit(poll);
  const order = () =>
    page
      .locator(".ranking li[data-ranked] .movie-name")
      .evaluateAll((all) => all.map((each) => each.textContent));
  await page.getByRole("button", { name: "Move Летят журавли up" }).press("Enter");
  await page.getByRole("button", { name: "Move Солярис up" }).press("Enter");
  expect(await order()).toEqual(["Летят журавли 1957", "Солярис 1972"]);
  await page.getByRole("button", { name: "Move Солярис up" }).press("Enter");
  expect(await order()).toEqual(["Солярис 1972", "Летят журавли 1957"]);
  const dragged = page.locator(".ranking li", { hasText: "Blade Runner" }).locator(".poster");
  await dragged.hover();
  await page.mouse.down();
  const first = (await page.locator(".ranking li").first().boundingBox())!;
  await page.mouse.move(first.x + 20, first.y + 5, { steps: 5 });
  await page.mouse.up();
  expect(await order()).toEqual(["Blade Runner 1982", "Солярис 1972", "Летят журавли 1957"]);
  await page.getByRole("button", { name: "Leave out Солярис" }).click();
  await page.getByRole("button", { name: "Vote", exact: true }).click();
  await page.getByRole("heading", { name: "Your vote counts" }).waitFor();
  const [{ choices }] = await server
    .db("ballots")
    .where({ poll_id: poll.slice("/p/".length) })
    .select("choices");
  expect(choices).toEqual([2, 3]);
  await page.getByRole("link", { name: "Change my vote" }).click();
  await placeOf(page, "Солярис").fill("3");
  await page.getByRole("button", { name: "Change my vote" }).click();
  await page.getByText("Солярис").first().waitFor();
  await expect
    .poll(() =>
      server
        .db("ballots")
        .where({ poll_id: poll.slice("/p/".length) })
        .pluck("choices"),
    )
    .toEqual([[2, 3, 1]]);
});

test("a vote whose answer was lost comes again by itself, and is one vote", async () => {
  const host = server.visitor();
  await arrive(host);
  const poll = await createPoll(host);
  const page = await visit(poll);
  await page.getByRole("checkbox", { name: /Blade Runner/ }).check();
  let lost = 0;
  await page.route(`**${poll}.data*`, async (route) => {
    if (route.request().method() !== "POST" || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await page.getByRole("button", { name: "Vote", exact: true }).click();
  await page.getByText("We could not confirm").waitFor();
  expect(await page.getByRole("checkbox", { name: /Blade Runner/ }).isChecked()).toBe(true);
  await page.getByRole("heading", { name: "Your vote counts" }).waitFor({ timeout: 30_000 });
  expect(await server.db("ballots").where({ poll_id: poll.slice("/p/".length) })).toHaveLength(1);
});

test("this browser counts again and comes to the same result", async () => {
  const host = server.visitor();
  await arrive(host);
  const poll = await createPoll(host, { method: "one" });
  for (const film of [1, 3]) {
    const voter = await visit(poll);
    await voter
      .getByRole("radio")
      .nth(film - 1)
      .check();
    await voter.getByRole("button", { name: "Vote", exact: true }).click();
    await voter.getByRole("heading", { name: "Your vote counts" }).waitFor();
  }
  await host.post(`${poll}/settings`, { form: "end" });
  const page = await visit(`${poll}/proof`);
  const verdict = page.locator(".verdict-check[data-verdict=right]");
  await verdict.waitFor();
  expect(await verdict.textContent()).toContain("the same result");
});
