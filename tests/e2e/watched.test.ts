import { expect, onTestFinished, test } from "vitest";
import { openBrowser, openPage } from "#tests/support/browser.ts";
import { arrive, createLottery, drawLongAgo, EVENING } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();
const ASKED = "Watched it?";

async function evening() {
  const host = server.visitor();
  await arrive(host);
  const lottery = await createLottery(host, EVENING, { name: "Friday" });
  await drawLongAgo(server.db, host, lottery);
  return { host, lottery };
}

test.each([true, false])(
  "a film is said to be watched, and not after all, where the history shows it; JavaScript %s",
  async (javaScriptEnabled) => {
    const { host } = await evening();
    const options = { javaScriptEnabled };
    const page = await openPage(browser, server.url, "/history?show=drawn", { options, visitor: host });
    onTestFinished(() => page.context().close());
    const line = page.locator(".watched > summary");
    await line.click();
    await page.getByLabel("Watched on", { exact: true }).fill("2026-11-27");
    await page.getByLabel("Our rating").selectOption("9");
    await page.getByRole("button", { name: "Yes, we watched it" }).click();
    await expect
      .poll(() => line.textContent())
      .toMatch(/Watched on 27 November 2026 · 9\/10|Watched on November 27, 2026 · 9\/10/);
    expect(await page.getByText("is in the library now, marked as watched.").count()).toBe(1);
    expect(new URL(page.url()).search).toBe("?show=drawn");
    if (!javaScriptEnabled) await line.click();
    await page.getByRole("button", { name: "Not watched yet" }).click();
    await expect.poll(() => line.textContent()).toContain(ASKED);
  },
);

test("the day is today by the calendar on the visitor's own wall", async () => {
  const { host } = await evening();
  for (const timezoneId of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
    const page = await openPage(browser, server.url, "/history", { options: { timezoneId }, visitor: host });
    onTestFinished(() => page.context().close());
    const today = await page.evaluate("new Date().toLocaleDateString('sv')");
    await page.getByText(ASKED).click();
    await expect.poll(() => page.getByLabel("Watched on", { exact: true }).inputValue()).toBe(today);
  }
});

test.each(["history", "page"])("no answer loses nothing of what the form on the %s says", async (from) => {
  const { host, lottery } = await evening();
  const address = from === "page" ? lottery : "/history";
  const page = await openPage(browser, server.url, address, { visitor: host });
  onTestFinished(() => page.context().close());
  await page.getByText(ASKED).click();
  await page.getByLabel("Watched on", { exact: true }).fill("2026-11-26");
  await page.getByLabel("Our rating").selectOption("7");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Yes, we watched it" }).click();
  await page.getByRole("alert").waitFor();
  await page.context().setOffline(false);
  await page.getByText("is in the library now, marked as watched.").waitFor();
  await page.goto("/history");
  expect(await page.locator(".watched > summary").textContent()).toMatch(/26.* · 7\/10/);
});
