import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { openBrowser, openPage } from "#tests/support/browser.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();

test.each([true, false])(
  "films are taken at random, stay after a reload, are taken anew, changed and drawn from, JavaScript %s",
  async (javaScriptEnabled) => {
    const visitor = server.visitor();
    await arrive(visitor);
    for (let film = 1; film <= 9; film += 1) {
      const fields = { title: `Film ${film}`, year: "", note: "" };
      await visitor.post("/library", { form: "add", submitKey: randomUUID(), ...fields });
    }
    const options = { javaScriptEnabled };
    const page = await openPage(browser, server.url, "/library", { options, visitor });
    onTestFinished(() => page.context().close());
    const names = page.locator(".poster-grid .movie-name");

    await page.getByLabel("How many films").selectOption("4 films");
    await page.getByRole("button", { name: "Take at random" }).click();
    await page.getByRole("heading", { level: 1, name: "Taken at random" }).waitFor();
    const taken = await names.allTextContents();
    expect(new Set(taken).size).toBe(4);
    await page.reload();
    expect(await names.allTextContents()).toEqual(taken);

    const before = page.url();
    await page.getByLabel("How many films").selectOption("3 films");
    await page.getByRole("button", { name: "Take others" }).click();
    await page.waitForURL((url) => url.href !== before);
    await expect.poll(() => names.count()).toBe(3);
    const films = await names.allTextContents();
    await page.getByRole("button", { name: "Change the list first" }).click();
    await page.getByLabel("Title of film 3").waitFor();
    for (const [index, film] of films.entries()) {
      expect(await page.getByLabel(`Title of film ${index + 1}`).inputValue()).toBe(film);
    }
    await page.goBack();
    await page.getByRole("button", { name: "Make a lottery of these" }).click();
    await page.getByText("The lottery is ready.").waitFor();
    expect((await page.locator(".candidates .movie-name").allTextContents()).toSorted()).toEqual(
      films.toSorted(),
    );
  },
);

test.each([true, false])(
  "on a phone the first films are in sight at once, JavaScript %s",
  async (scripts) => {
    const visitor = server.visitor();
    await arrive(visitor);
    await visitor.post("/library", {
      form: "add",
      submitKey: randomUUID(),
      title: "Ran",
      year: "",
      note: "",
    });
    const options = { javaScriptEnabled: scripts, viewport: { width: 360, height: 740 } };
    const page = await openPage(browser, server.url, "/library", { options, visitor });
    onTestFinished(() => page.context().close());
    expect((await page.locator(".poster-grid .poster").boundingBox())!.y).toBeLessThan(600);
    // By keyboard: adding, finding, taking, and then the films.
    const stops: string[] = [];
    await page.locator("h1").evaluate((heading: { tabIndex: number; focus: () => void }) => {
      heading.tabIndex = -1;
      heading.focus();
    });
    for (let step = 0; step < 7; step += 1) {
      await page.keyboard.press("Tab");
      stops.push(
        await page.evaluate<string>(
          "document.activeElement.textContent.trim() || document.activeElement.name",
        ),
      );
    }
    expect(stops.slice(0, 4)).toEqual(["Add a film", "q", "Show", "Filters and order"]);
    expect(stops.slice(5)).toEqual(["Take at random", expect.stringContaining("Ran")]);
  },
);
