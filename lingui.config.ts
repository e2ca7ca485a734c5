import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-json";

export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "ru"],
  catalogs: [
    { path: "<rootDir>/app/copy/{locale}", include: [] },
    { path: "<rootDir>/app/copy/{locale}/club", include: [] },
    { path: "<rootDir>/app/copy/{locale}/history", include: [] },
    { path: "<rootDir>/app/copy/{locale}/library", include: [] },
    { path: "<rootDir>/app/copy/{locale}/lottery", include: [] },
    { path: "<rootDir>/app/copy/{locale}/poll", include: [] },
    { path: "<rootDir>/app/copy/{locale}/proof", include: [] },
    { path: "<rootDir>/app/copy/{locale}/server", include: [] },
  ],
  format: formatter({ style: "minimal" }),
});
