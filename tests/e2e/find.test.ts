import { expect, test } from "vitest";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();

test.each([true, false])(
  "a film is found and put into the list, JavaScript %s",
  async (javaScriptEnabled) => {
    const context = await openContext(browser, server.url, { javaScriptEnabled, locale: "en-US" });
    const page = await context.newPage();
    await page.goto("/");
    if (javaScriptEnabled) await hydrated(page);
    await page.getByLabel("Film title").fill("solaris");
    await page.getByLabel("Name of the evening").fill("Friday");
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByRole("button", { name: "Add Solaris" }).click();
    const ticket = page.getByLabel("Title of film 1");
    await ticket.waitFor();
    expect(await ticket.inputValue()).toBe("Solaris");
    expect(await page.getByLabel("Film title").inputValue()).toBe("");
    expect(await page.getByLabel("Name of the evening").inputValue()).toBe("Friday");
    expect(await page.getByRole("heading", { name: /for “solaris”/ }).count()).toBe(0);
    await context.close();
  },
);
