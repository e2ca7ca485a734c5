import { createContext, useContext } from "react";

/** Fetches what a page at this path says, where that has not come yet. On the server everything is there. */
export const PageWords = createContext<(path: string) => Promise<void> | null>(() => null);

/** Has React go on showing the page before until the words of the one at this path are there. */
export function useWordsOf(path: string): void {
  const missing = useContext(PageWords)(path);
  // React's way to wait, as that of lazy(): it renders again when the promise is settled.
  // oxlint-disable-next-line typescript/only-throw-error
  if (missing) throw missing;
}
