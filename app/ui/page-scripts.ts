import { useEffect } from "react";

/**
 * Loads the scripts of a route that a form of this page posts to, while there is a network. Without them a form that is
 * sent when there is none would make Remix load the whole page anew, and what was typed would be gone.
 */
export function usePageScripts(route: "routes/l.$id_.draw" | "routes/library"): void {
  useEffect(() => {
    const known = window.__remixManifest.routes[route];
    if (!known) return;
    // A failure is no harm: they are asked for again when the form is sent.
    import(/* @vite-ignore */ known.module).catch(() => {});
  }, [route]);
}
