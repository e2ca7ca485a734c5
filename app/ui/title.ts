import { type UIMatch, useMatches } from "@remix-run/react";
import { isolated, useWords, type Words } from "#app/copy/words.ts";
import { headingOf, usePageError } from "./page-error.ts";

/** What a route exports as `handle`: its own part of the document title, from the loader's data if needed. */
export type TitleHandle = { title: (words: Words, data: unknown) => string };

/** The document's title: the page's own part, or the heading of the error in its place, then the app's name. */
export function useTitle(): string {
  const words = useWords();
  const last = useMatches().at(-1);
  const error = usePageError();
  const own = error === undefined ? last && titleOf(last, words) : words(headingOf(error));
  return own ? `${isolated(own)} · ${words("app.name")}` : words("app.name");
}

function titleOf({ handle, data }: UIMatch, words: Words): string {
  const titled = typeof handle === "object" && handle !== null && "title" in handle;
  // While an error of rendering is shown there may be no data to make a title from.
  return titled && data !== undefined && data !== null ? (handle as TitleHandle).title(words, data) : "";
}
