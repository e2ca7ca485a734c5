/** @satisfies {import("@remix-run/dev").VitePluginConfig & { publicPath: string }} */
export default {
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
