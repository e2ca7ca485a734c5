/** @typedef {import("@remix-run/dev").VitePluginConfig} Options */

/** @satisfies {Options & { publicPath: string }} */
const ordinary = {
  appDirectory: "app",
  buildDirectory: "build",
  publicPath: "/build/",
  future: {
    v3_singleFetch: true,
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_lazyRouteDiscovery: false,
  },
};

export default ordinary;

/** Sources of the build below, which is made by `remix vite:build --mode trial`. */
export const trialSources = ["tests/support/trial"];

/**
 * The app with a route that gets stuck on purpose, for tests of what happens then.
 * @type {typeof ordinary & Options}
 */
export const trial = {
  ...ordinary,
  buildDirectory: "build/trial",
  routes: (define) => define((route) => route("stuck", "../tests/support/trial/stuck.ts")),
};
