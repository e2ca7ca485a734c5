import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { openBrowser, openPage } from "#tests/support/browser.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();

test.each([true, false])(
  "films are ticked, tagged by Enter, found by the tag, removed together and brought back, JavaScript %s",
  async (javaScriptEnabled) => {
    const visitor = server.visitor();
    await arrive(visitor);
    for (const title of ["Ran", "Jaws", "Her"]) {
      await visitor.post("/library", { form: "add", submitKey: randomUUID(), title, year: "", note: "" });
    }
    const options = { javaScriptEnabled };
    const page = await openPage(browser, server.url, "/library?sort=title", { options, visitor });
    onTestFinished(() => page.context().close());
    const names = page.locator(".poster-grid .movie-name");
    const tick = async (...titles: string[]) => {
      for (const title of titles) await page.getByLabel(`Tick “${title}”`).check();
      await page.getByText("Badges, tags, trash").click();
    };

    await tick("Her", "Jaws");
    await page.getByLabel("Tag", { exact: true }).fill("с Аней");
    await page.getByLabel("Tag", { exact: true }).press("Enter");
    await page.getByText("2 films changed.").waitFor();
    await page.goto("/library?sort=title&tag=%D1%81+%D0%B0%D0%BD%D0%B5%D0%B9");
    expect(await names.allTextContents()).toEqual(["Her", "Jaws"]);

    await tick("Her", "Jaws");
    await page.getByRole("button", { name: "Move to the trash" }).click();
    await page.getByText("2 films are in the trash now.").waitFor();
    expect(await names.count()).toBe(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("2 films are in the library again.").waitFor();
    await expect.poll(() => names.allTextContents()).toEqual(["Her", "Jaws"]);
  },
);
