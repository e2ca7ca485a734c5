import { lingui } from "@lingui/vite-plugin";
import { defineConfig } from "vitest/config";

const node = (name: string, extra: object = {}) => ({
  extends: true as const,
  test: { name, environment: "node", include: [`tests/${name}/**/*.test.{ts,tsx}`], ...extra },
});

export default defineConfig({
  plugins: [lingui()],
  esbuild: { jsx: "automatic" },
  test: {
    maxWorkers: 2,
    projects: [node("domain"), node("data", { testTimeout: 30_000, hookTimeout: 60_000 })],
  },
});
