import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { openBrowser, openPage } from "#tests/support/browser.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();

test.each([true, false])(
  "a film is removed, brought back by the notice, removed again and put back from the trash, JavaScript %s",
  async (javaScriptEnabled) => {
    const visitor = server.visitor();
    await arrive(visitor);
    for (const title of ["Ran", "Jaws"]) {
      await visitor.post("/library", { form: "add", submitKey: randomUUID(), title, year: "", note: "" });
    }
    const options = { javaScriptEnabled };
    const page = await openPage(browser, server.url, "/library?sort=title", { options, visitor });
    onTestFinished(() => page.context().close());
    const names = page.locator(".poster-grid .movie-name");

    const remove = async () => {
      await page.getByRole("link", { name: "Jaws" }).click();
      await page.getByRole("link", { name: "Remove from the library" }).click();
      await page.getByRole("button", { name: "Yes, remove it" }).click();
      await page.getByText("“Jaws” is no longer in the library.").waitFor();
      expect(await names.allTextContents()).toEqual(["Ran"]);
    };
    await remove();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("“Jaws” is in the library again.").waitFor();
    expect(await names.allTextContents()).toEqual(["Jaws", "Ran"]);

    await remove();
    await page.getByRole("link", { name: "Trash" }).click();
    await page.getByRole("button", { name: "Put “Jaws” back" }).click();
    await page.getByText("“Jaws” is in the library again.").waitFor();
    await page.getByText("The trash is empty.").waitFor();
    await page.getByRole("link", { name: "Back to the library" }).click();
    await expect.poll(() => names.allTextContents()).toEqual(["Jaws", "Ran"]);
  },
);
