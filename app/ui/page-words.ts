import { createContext, useContext } from "react";
import { ALIVE } from "#app/paths.ts";

/** Fetches what a page at this path says, where that has not come yet. On the server everything is there. */
export const PageWords = createContext<(path: string) => Promise<void> | null>(() => null);

/** Pages that are shown without their words, as there is no network to fetch them. */
const without = new Set<string>();

/** Has React go on showing the page before until the words of the one at this path are there. */
export function useWordsOf(path: string): void {
  const missing = useContext(PageWords)(path)?.catch(() => whenMissing(path));
  // React's way to wait, as that of lazy(): it renders again when the promise is settled.
  // oxlint-disable-next-line typescript/only-throw-error
  if (missing && !without.has(path)) throw missing;
}

/**
 * Where the server answers, its newer release has other files, and a new document leads to them. Else the network is gone:
 * what is to be said of that is here already.
 */
function whenMissing(path: string): Promise<unknown> {
  return fetch(ALIVE).then(
    () => location.assign(path),
    () => without.add(path),
  );
}
