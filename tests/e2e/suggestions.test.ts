import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { violationsOn } from "#tests/support/axe.ts";
import { openBrowser, openPage } from "#tests/support/browser.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();

/** The page with the form that creates a lottery, and what the tests do with it. */
async function openForm(options: Parameters<typeof openPage>[3] = {}) {
  const page = await openPage(browser, server.url, "/", options);
  const field = page.getByLabel("Film title");
  const suggested = page.getByRole("option");
  return { page, field, options: suggested, ticket: page.getByLabel("Title of film 1") };
}

/** What a screen reader is told about the suggestions. */
function said(page: Page) {
  return page.locator(".title-field [role=status]");
}

test("a film is chosen by keyboard while one types, and the field waits for the next", async () => {
  const { page, field, options, ticket } = await openForm();
  await field.pressSequentially("solar");
  // Before the last letter's answer the list may still be that of the letters before it.
  await options.filter({ hasText: "Add “solar” as typed" }).waitFor();
  expect(await options.allInnerTexts()).toEqual([
    expect.stringContaining("Solaris 1972"),
    "Add “solar” as typed",
  ]);
  expect(await said(page).textContent()).toBe("1 film for “solar”");
  expect(await field.getAttribute("aria-expanded")).toBe("true");
  await field.press("ArrowDown");
  const active = await field.getAttribute("aria-activedescendant");
  expect(await options.first().getAttribute("id")).toBe(active);
  expect(await violationsOn(page)).toEqual([]);
  await field.press("Enter");
  await ticket.waitFor();
  expect(await ticket.inputValue()).toBe("Solaris");
  expect(await page.getByLabel("Year of film 1").inputValue()).toBe("1972");
  expect(await field.inputValue()).toBe("");
  expect(await page.locator("#title:focus").count()).toBe(1);
  expect(await field.getAttribute("aria-expanded")).toBe("false");
  await page.context().close();
});

test("a film is chosen by a finger, at 320 pixels, and nothing scrolls sideways", async () => {
  const { page, field, options, ticket } = await openForm({
    options: { hasTouch: true, viewport: { width: 320, height: 640 } },
  });
  await field.tap();
  await field.pressSequentially("matri");
  await options.first().waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  await options.filter({ hasText: "Matrix" }).first().tap();
  await ticket.waitFor();
  expect(await ticket.inputValue()).toContain("Matrix");
  await page.context().close();
});

test("what suggests comes with the first focus, and not before", async () => {
  const { page, field, options } = await openForm();
  const loaded = () =>
    page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name).join()");
  expect(await loaded()).not.toContain("suggestions");
  await field.focus();
  await expect.poll(loaded).toContain("suggestions");
  await field.pressSequentially("jaws");
  await options.first().waitFor();
  await page.context().close();
});

describe("what is typed is added as it is", () => {
  test("by Enter, as long as no film is chosen", async () => {
    const { page, field, options, ticket } = await openForm();
    await field.pressSequentially("solar");
    await options.first().waitFor();
    await field.press("Enter");
    await ticket.waitFor();
    expect(await ticket.inputValue()).toBe("solar");
    await page.context().close();
  });

  test("by the last of the suggestions, also when nothing was found", async () => {
    const { page, field, ticket } = await openForm();
    await field.pressSequentially("Наш отпуск 🎬");
    await expect
      .poll(() => said(page).textContent())
      .toBe("No film found for “Наш отпуск 🎬”. Add it as you typed it.");
    await page.getByRole("option", { name: "Add “Наш отпуск 🎬” as typed" }).click();
    await ticket.waitFor();
    expect(await ticket.inputValue()).toBe("Наш отпуск 🎬");
    await page.context().close();
  });

  test("while the app does not answer, which is said in one line", async () => {
    const { page, field, ticket } = await openForm();
    await page.route("**/find?*", (route) => route.abort());
    await field.pressSequentially("solaris");
    await page.getByText("Film search isn’t answering. Add the film as you typed it.").first().waitFor();
    await field.press("Enter");
    await ticket.waitFor();
    expect(await ticket.inputValue()).toBe("solaris");
    await page.context().close();
  });

  test("before any answer has come, and none that comes later shows anything", async () => {
    const { page, field, options, ticket } = await openForm();
    const held = holdAnswers(page);
    await field.pressSequentially("solaris");
    await held.first;
    await field.press("Enter");
    await ticket.waitFor();
    await held.release();
    expect(await options.count()).toBe(0);
    await page.context().close();
  });
});

test("an answer that was overtaken is given up, and never takes the place of a newer one", async () => {
  const { page, field, options } = await openForm();
  const held = holdAnswers(page, /solaris/);
  await field.fill("solaris");
  const first = await held.first;
  await field.fill("jaws");
  await options.filter({ hasText: "Jaws" }).first().waitFor();
  expect(first.failure()?.errorText).toBe("net::ERR_ABORTED");
  await held.release();
  expect(await options.filter({ hasText: "Solaris" }).count()).toBe(0);
  await page.context().close();
});

test("Escape and leaving the field close the list, and leaving chooses nothing", async () => {
  const { page, field, options, ticket } = await openForm();
  await field.pressSequentially("solar");
  await options.first().waitFor();
  await field.press("Escape");
  await expect.poll(() => options.count()).toBe(0);
  expect(await field.inputValue()).toBe("solar");
  await field.press("i");
  await options.first().waitFor();
  await field.press("ArrowDown");
  await field.press("Tab");
  await expect.poll(() => options.count()).toBe(0);
  expect(await ticket.count()).toBe(0);
  expect(await field.inputValue()).toBe("solari");
  await page.context().close();
});

test("in the library a chosen film fills the form, and is added with the note", async () => {
  const page = await openPage(browser, server.url, "/library");
  await page.getByLabel("Film title").pressSequentially("solar");
  await page.getByRole("option", { name: /Solaris/ }).click();
  expect(await page.getByLabel("Film title").inputValue()).toBe("Solaris");
  expect(await page.getByLabel("Year", { exact: true }).inputValue()).toBe("1972");
  await page.getByLabel("Note").fill("С Аней");
  await page.getByRole("button", { name: "Add to the library" }).click();
  await page.locator(".poster-link .movie-name").getByText("Solaris").waitFor();
  expect(await page.getByText("С Аней").count()).toBe(1);
  await page.context().close();
});

/** Holds the answers to what is asked until they are released. */
function holdAnswers(page: Page, which = /./) {
  const first = page.waitForRequest(
    (request) => request.url().includes("/find?") && which.test(request.url()),
  );
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  void page.route("**/find?*", async (route) => {
    if (which.test(route.request().url())) await opened;
    // One that was given up meanwhile cannot go on.
    await route.continue().catch(() => undefined);
  });
  return {
    first,
    async release() {
      open();
      await page.waitForLoadState("networkidle");
    },
  };
}
