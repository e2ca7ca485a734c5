import { expect } from "vitest";
import type { Locator, Page } from "playwright-core";

/** More than any page has places to stop at. */
const STOPS_MAX = 120;

/** Goes on with the Tab key until this has the focus, which everyone must be able to see. */
export async function tabTo(target: Locator): Promise<void> {
  await target.waitFor();
  const page = target.page();
  for (let stops = 0; stops < STOPS_MAX; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return expectSeen(target);
    await page.keyboard.press("Tab");
  }
  throw new Error(`The Tab key never comes to ${String(target)}.`);
}

/** Goes there and presses Enter, as on a link or a button. */
export async function enter(target: Locator): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press("Enter");
}

/** Goes to a field and types into it, in place of what stands there. */
export async function write(target: Locator, text: string): Promise<void> {
  await tabTo(target);
  const { keyboard } = target.page();
  await keyboard.press("ControlOrMeta+A");
  await keyboard.press("Delete");
  await keyboard.type(text);
}

/** Waits until this has the focus by itself. */
export async function expectFocus(target: Locator): Promise<void> {
  await expect
    .poll(() => target.evaluate((element) => element === document.activeElement), { timeout: 15_000 })
    .toBe(true);
}

/** Ends all that moves, as time would. */
export async function letTimePass(page: Page): Promise<void> {
  await page.evaluate("for (const each of document.getAnimations()) each.finish()");
}

async function expectSeen(target: Locator): Promise<void> {
  const { outline, box, height } = await target.evaluate((element) => ({
    outline: getComputedStyle(element).outlineStyle,
    box: element.getBoundingClientRect(),
    height: innerHeight,
  }));
  const seen = {
    outlined: outline !== "none",
    large: box.width * box.height > 0,
    onScreen: box.bottom > 0 && box.top < height,
  };
  expect([String(target), seen]).toEqual([String(target), { outlined: true, large: true, onScreen: true }]);
}
