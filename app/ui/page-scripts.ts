import { useContext, useEffect } from "react";
import { PageWords } from "./page-words.ts";

/**
 * Loads the scripts and words of a route that a form of this page posts to, while the network is there. Else Remix would
 * load the whole page anew when the form is sent without a network, and what was typed would be lost.
 */
export function usePageScripts(
  route: "routes/l.$id_.draw" | "routes/library" | "routes/history",
  path: string,
): void {
  const fetchWords = useContext(PageWords);
  useEffect(() => {
    // A failure does no harm: they are loaded again when the form is sent.
    fetchWords(path)?.catch(() => {});
    const known = window.__remixManifest.routes[route];
    if (!known) return;
    import(/* @vite-ignore */ known.module).catch(() => {});
  }, [route, path, fetchWords]);
}
