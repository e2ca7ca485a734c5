import type { MouseEvent } from "react";
import { paths } from "#app/paths.ts";

/** Takes the ticked films to the form that makes a poll, by a new document, which brings the words of polls. */
export function openPollForm(event: MouseEvent<HTMLButtonElement>): void {
  const ticked = [...new FormData(event.currentTarget.form ?? undefined)].filter(
    ([name]) => name === "movie",
  );
  event.preventDefault();
  location.assign(`${paths.newPoll}?${new URLSearchParams(ticked as [string, string][]).toString()}`);
}
