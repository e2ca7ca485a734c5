import { useEffect } from "react";

/**
 * Loads the scripts of a route that a form of this page posts to, while the network is there. Else Remix would load the
 * whole page anew when the form is sent without a network, and what was typed would be lost.
 */
export function usePageScripts(route: "routes/l.$id_.draw" | "routes/library"): void {
  useEffect(() => {
    const known = window.__remixManifest.routes[route];
    if (!known) return;
    // A failure does no harm: they are loaded again when the form is sent.
    import(/* @vite-ignore */ known.module).catch(() => {});
  }, [route]);
}
