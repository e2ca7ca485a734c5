import { expect, test } from "vitest";
import { openBrowser, openPage } from "#tests/support/browser.ts";
import { createLottery } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();

test.each([
  [["Солярис", "8½", "Amélie"], []],
  // In the text face its list of films, in the display face its poster.
  [
    ["Солярис", "Die Brücke"],
    ["onest-latin", "sofia-sans-extra-condensed-latin"],
  ],
])("%j has whole faces fetched: %j", async (titles, wanted) => {
  const path = await createLottery(
    server.visitor(),
    titles.map((title) => [title] as const),
  );
  const page = await openPage(browser, server.url, path);
  const fetched = () =>
    page.evaluate<string[]>(`document.fonts.ready.then(() =>
      performance.getEntriesByType("resource").flatMap(({ name }) => /(?:onest|sofia)[a-z-]*?(?=-wght|-800)/.exec(name) ?? []).sort())`);
  await expect.poll(fetched).toEqual(wanted);
  await page.context().close();
});
