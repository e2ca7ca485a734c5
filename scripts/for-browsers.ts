import packageJson from "../package.json" with { type: "json" };

/**
 * The packages that browsers get. In development they are made ready before the first page: what Vite found only then would
 * come twice, and two Reacts in one page are an error.
 */
export const FOR_BROWSERS = [
  "@conform-to/dom",
  "@conform-to/react",
  "@conform-to/zod/v4",
  "@lingui/core",
  "@lingui/react",
  "@remix-run/react",
  "downshift",
  "react",
  "react-dom",
  "react-dom/client",
  "react-router-dom",
  "react/jsx-dev-runtime",
  "zod",
];

/**
 * All others. For its styles Remix reads a page in development with all that it imports, also what only runs here, and
 * Vite would make that ready for browsers as well.
 */
export const FOR_SERVERS = Object.keys(packageJson.dependencies).filter(
  (name) => !FOR_BROWSERS.some((each) => each === name || each.startsWith(`${name}/`)),
);
