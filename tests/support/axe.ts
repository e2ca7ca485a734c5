import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Rules that look at colours, which is all that the light theme changes; tests/styles.test.ts holds the sheets to that. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** What axe finds on a page: everything in the dark, and in the light what colours may spoil. Leaves it dark. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const inLight = await lookAt(page).withRules(OF_COLOURS).analyze();
  await page.emulateMedia({ colorScheme: "dark" });
  const inDark = await lookAt(page).analyze();
  return Object.entries({ light: inLight, dark: inDark }).flatMap(([theme, { violations }]) =>
    violations.map(({ id, nodes }) => {
      const places = nodes.slice(0, 3).map(({ target }) => target.join(" "));
      return `${theme}: ${id}: ${places.join(", ")}`;
    }),
  );
}

/** Without the page of its own that axe opens each time for what it finds in frames; there are none. */
function lookAt(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}
