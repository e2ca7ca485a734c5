import { strToU8, zipSync } from "fflate";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { openBrowser, openPage } from "#tests/support/browser.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();

const LOOK = "See what’s in it";
const LIST = "1. Ran (1985)\n2. Jaws (1975)\n3. https://www.kinopoisk.ru/film/326/";
const ARCHIVE = {
  name: "letterboxd-anya.zip",
  mimeType: "application/zip",
  buffer: Buffer.from(
    zipSync({
      "watchlist.csv": strToU8("Date,Name,Year,Letterboxd URI\n2024-01-01,Ran,1985,https://boxd.it/1\n"),
      "diary.csv": strToU8(
        "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n" +
          "2023-05-06,Stalker,1979,https://boxd.it/2,4.5,,cinema,2023-05-05\n",
      ),
    }),
  ),
};

/** A new visitor's page of the import, reached from the library as people do. */
async function importPage(javaScriptEnabled: boolean): Promise<Page> {
  const visitor = server.visitor();
  await arrive(visitor);
  const page = await openPage(browser, server.url, "/library", { options: { javaScriptEnabled }, visitor });
  onTestFinished(() => page.context().close());
  await page.getByRole("link", { name: "Import", exact: true }).click();
  await page.getByRole("heading", { name: "Import films" }).waitFor();
  return page;
}

const filmsIn = (page: Page) => page.locator(".poster-grid .movie-name").allTextContents();

test.each([true, false])("a pasted list comes in, once; JavaScript %s", async (javaScriptEnabled) => {
  const page = await importPage(javaScriptEnabled);
  await page.getByRole("button", { name: LOOK }).click();
  await page.getByText("Paste a list or choose a file.").waitFor();
  await page.getByLabel("Paste a list").fill(LIST);
  await page.getByRole("button", { name: LOOK }).click();
  await page.getByRole("heading", { name: "Import: a pasted list" }).waitFor();
  await page.getByText("2 new films.").waitFor();
  await page.getByText("1 line can’t be read.").waitFor();
  await page.getByRole("button", { name: "Add 2 films" }).click();
  await page.getByText("2 films added.").waitFor();
  await page.reload();
  await page.getByText("2 films added.").waitFor();
  await page.getByRole("link", { name: "To the library" }).click();
  await expect.poll(() => filmsIn(page)).toEqual(["Ran 1985", "Jaws 1975"]);

  await page.getByRole("link", { name: "Import", exact: true }).click();
  await page.getByLabel("Paste a list").fill(LIST);
  await page.getByRole("button", { name: LOOK }).click();
  await page.getByText("No new films.").waitFor();
  await page.getByRole("button", { name: "Fill in what’s missing" }).click();
  await page.getByText("No film was new.").waitFor();
  await page.getByRole("link", { name: "To the library" }).click();
  await expect.poll(() => filmsIn(page)).toEqual(["Ran 1985", "Jaws 1975"]);
});

test.each([true, false])(
  "the archive of Letterboxd comes in, once; JavaScript %s",
  async (javaScriptEnabled) => {
    const page = await importPage(javaScriptEnabled);
    for (const [added, button] of [
      ["2 films added.", "Add 2 films"],
      ["No film was new.", "Fill in what’s missing"],
    ] as const) {
      await page.getByLabel("Or choose a file").setInputFiles(ARCHIVE);
      await page.getByRole("button", { name: LOOK }).click();
      await page.getByRole("heading", { name: `Import: ${ARCHIVE.name}` }).waitFor();
      await page.getByRole("button", { name: button }).click();
      await page.getByText(added).waitFor();
      await page.getByRole("link", { name: "Import something else" }).click();
      await page.getByRole("heading", { name: "Import films" }).waitFor();
    }
    await page.goto("/library?watched=yes");
    await page.getByRole("link", { name: "Stalker" }).click();
    await page.getByRole("heading", { name: "Stalker" }).waitFor();
    expect(await page.getByLabel("Watched on").inputValue()).toBe("2023-05-05");
    expect(await page.getByLabel("Our rating").inputValue()).toBe("9");
    expect(await page.getByLabel("Tags").inputValue()).toBe("cinema");
  },
);

test("with scripts a file stays chosen when nothing answers, and one that is too large is told at once", async () => {
  const page = await importPage(true);
  const file = page.getByLabel("Or choose a file");
  const look = page.getByRole("button", { name: LOOK });
  await file.setInputFiles({ ...ARCHIVE, buffer: Buffer.alloc(2 * 1_024 * 1_024 + 1) });
  await page.getByText("That is more than 2 MB.").waitFor();
  expect(await look.isDisabled()).toBe(true);
  await file.setInputFiles(ARCHIVE);
  await page.getByLabel("Paste a list").fill("Jaws (1975)");
  await page.context().setOffline(true);
  await look.click();
  await page.getByRole("alert").waitFor();
  expect(await file.evaluate((input: HTMLInputElement) => input.files?.[0]?.name)).toBe(ARCHIVE.name);
  await page.context().setOffline(false);
  // By itself.
  await page.getByText("3 new films.").waitFor();
});
