import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Age } from "#app/ui/age.tsx";
import { show } from "./shown.tsx";

const SECOND = 1_000;

test.each([
  ["en", -5 * SECOND, "just now"],
  ["en", 0, "just now"],
  ["en", 9 * SECOND, "just now"],
  ["en", 10 * SECOND, "10 seconds ago"],
  ["en", 59 * 60 * SECOND, "59 minutes ago"],
  ["en", 24 * 3_600 * SECOND, "yesterday"],
  ["ru", 1 * SECOND, "только что"],
  ["ru", 21 * SECOND, "21 секунду назад"],
] as const)("%s: %i ms ago is “%s”", async (language, ms, words) => {
  const now = Date.UTC(2026, 10, 28);
  show([{ path: "/", Component: () => <Age at={new Date(now - ms)} now={now} /> }], { language });
  expect((await screen.findByText(words)).tagName).toBe("TIME");
});
