import { lingui } from "@lingui/vite-plugin";
import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
import remixConfig from "./remix.config.js";

const { publicPath, ...remixOptions } = remixConfig;

export default defineConfig(({ command }) => ({
  // remix-serve makes everything below this path immutable for a year, so only hashed files may live there.
  base: command === "build" ? publicPath : "/",
  plugins: [remix(remixOptions), lingui({ failOnMissing: true, failOnCompileError: true })],
  build: { assetsInlineLimit: 0 },
}));
