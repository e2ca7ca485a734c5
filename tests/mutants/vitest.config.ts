import { lingui } from "@lingui/vite-plugin";
import { defineConfig } from "vitest/config";
import { TESTS } from "./rooms.ts";

const include = JSON.parse(process.env[TESTS] ?? "[]") as string[];

export default defineConfig({
  plugins: [lingui()],
  test: {
    root: ".",
    // By this name the stage is set without building the app, which none of these tests start.
    name: "inside",
    include,
    // Thousands of made-up inputs each: they take most of the time and notice little that the others do not.
    exclude: ["tests/domain/{impossible-values,text-properties}.test.ts"],
    globalSetup: include.some((each) => each.startsWith("tests/data")) ? "tests/support/global-setup.ts" : [],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
