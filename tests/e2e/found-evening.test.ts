import type { Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { runDatabase } from "#tests/support/database.ts";
import { startProvider } from "#tests/support/providers.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";

const browser = await openBrowser();
const { url } = await runDatabase();

const FILMS = [
  { id: 593, title: "Solaris", original_title: "Солярис", release_date: "1972-03-20" },
  { id: 1398, title: "Stalker", original_title: "Сталкер", release_date: "1979-05-25" },
];

/** A provider that knows two films; without one there are the films that come along. */
const WORLDS = {
  "with TMDB": async () => {
    const tmdb = await startProvider({ "/search/movie": { results: FILMS } });
    return { TMDB_TOKEN: "x", TMDB_URL: tmdb.base };
  },
  "with no provider": () => Promise.resolve({}),
};

describe.each(Object.entries(WORLDS))("%s", (world, settings) => {
  test.each([true, false])(
    "an evening of found films, from the search to the draw, JavaScript %s",
    async (scripts) => {
      const server = await startServer({ DATABASE_URL: url, ...(await settings()) });
      onTestFinished(server.stop);
      await databaseReady(server);
      const context = await openContext(browser, server.url, { javaScriptEnabled: scripts, locale: "en-US" });
      onTestFinished(() => context.close());
      const page = await context.newPage();
      await page.goto("/");
      if (scripts) await hydrated(page);
      await page.getByLabel("Name of the evening").fill("Friday");
      for (const [index, title] of ["Solaris", "Stalker"].entries()) {
        await findAndAdd(page, title);
        await page.getByLabel(`Title of film ${index + 1}`).waitFor();
      }
      await page.getByRole("button", { name: "Create the lottery" }).click();
      await page.getByText("The lottery is ready.").waitFor();
      await page.getByRole("button", { name: "Draw the film" }).click();
      const result = page.getByRole("heading", { name: /Solaris|Stalker/ }).first();
      await result.waitFor();
      expect(await result.textContent()).toMatch(/Solaris|Stalker/);
      if (world === "with TMDB") {
        await page.goto("/about");
        await page.getByText("This product uses the TMDB API").waitFor();
      }
    },
  );
});

async function findAndAdd(page: Page, title: string): Promise<void> {
  await page.getByLabel("Film title").fill(title.toLowerCase());
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("button", { name: `Add ${title}` }).click();
}
