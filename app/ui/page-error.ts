import { isRouteErrorResponse } from "@remix-run/react";
import { useContext } from "react";
// Remix tells an error only to its own page, which stands below the document's title.
import { UNSAFE_DataRouterStateContext as RouterState } from "react-router-dom";
import type { MessageId } from "#app/copy/words.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import type { Refusal, Unsaved } from "#app/http/answer.ts";

type OwnWords = Exclude<Refusal<Command>["reason"], "unconfirmed"> | "unreachable" | "unexpected";

/** The error that the page of this document shows; undefined where there is none. */
export function usePageError(): unknown {
  const { errors, matches = [] } = useContext(RouterState) ?? {};
  const shown = matches.find(({ route }) => errors?.[route.id] !== undefined);
  return shown && (errors?.[shown.route.id] as unknown);
}

/** What the page of an error is headed with. */
export function headingOf(error: unknown): MessageId {
  // The form for drawing comes back in this way.
  if (isRouteErrorResponse(error) && [409, 422].includes(error.status)) return "lottery.draw";
  const refusal = refusalOf(error);
  if (refusal?.reason !== "unconfirmed") return `error.${reasonOf(error)}.title`;
  return UNSAVED_TITLES[refusal.saved] ?? "unconfirmed.title";
}

const UNSAVED_TITLES: { [saved in Unsaved]?: MessageId } = {
  "too-many": "unconfirmed.title-too-many",
  "no-cookie": "unconfirmed.title-no-cookie",
  full: "unconfirmed.title-full",
};

/** Why there is only an error to show, for errors that are no unconfirmed command. */
export function reasonOf(error: unknown): OwnWords {
  const refusal = refusalOf(error);
  if (refusal && refusal.reason !== "unconfirmed") return refusal.reason;
  return isUnreachable(error) ? "unreachable" : "unexpected";
}

/** What the server says in an error of its own making; null for all others. */
export function refusalOf(error: unknown): Refusal<Command> | null {
  if (!isRouteErrorResponse(error)) return null;
  const data: unknown = error.data;
  // Remix answers some requests itself, and then its data is a text.
  if (typeof data === "object" && data !== null && "reason" in data) return data as Refusal<Command>;
  if (error.status === 404) return { reason: "not-found" };
  return error.status === 405 ? { reason: "method" } : null;
}

/** Whether no answer came for this page, or only a proxy's. The texts are those of browsers and of Remix. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const failed = error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
  return failed || error.message.startsWith("Unable to decode turbo-stream");
}
