import { data, redirect } from "@remix-run/node";

/**
 * Why a form comes back that could not be saved: the database did not answer, or refused it, and then surely nothing was
 * saved; it may have been saved; its sender wrote too much; or keeps no cookie, and would never find it again; or there
 * are as many of these as there may be.
 */
export type Unsaved = "no" | "refused" | "unknown" | "too-many" | "no-cookie" | "full";

/** What an error page needs to know besides the status. */
export type Refusal<Label extends string = string> =
  | {
      reason:
        | "not-found"
        | "gone"
        | "foreign-origin"
        | "no-cookie"
        | "too-large"
        | "not-a-form"
        | "wrong-type"
        | "unknown-command";
    }
  | { reason: "method" }
  /** A command whose outcome is not known, or that was not carried out; it may be sent again. */
  | { reason: "unconfirmed"; saved: Unsaved; again: Repeat<Label> }
  /** A page whose data cannot be read at the moment. */
  | { reason: "away" };

/** A command to press again: where it goes and what it carries. */
export type Repeat<Label extends string = string> = {
  action: string;
  fields: Record<string, string>;
  /** The name of what its button says. */
  label: Label;
};

const STATUS: Record<Exclude<Refusal["reason"], "unconfirmed">, number> = {
  "not-a-form": 400,
  "unknown-command": 400,
  "foreign-origin": 403,
  "no-cookie": 403,
  "not-found": 404,
  method: 405,
  gone: 410,
  "too-large": 413,
  "wrong-type": 415,
  away: 503,
};

/** Shows the error page of this refusal, with its status. To be thrown. */
export function refuse(refusal: Refusal) {
  const { reason } = refusal;
  return data(refusal, { status: reason === "unconfirmed" ? unsavedStatus(refusal.saved) : STATUS[reason] });
}

/** The status of a form that comes back because it could not be saved. */
export function unsavedStatus(unsaved: Unsaved): 403 | 409 | 429 | 503 {
  if (unsaved === "full") return 409;
  if (unsaved === "no-cookie") return 403;
  return unsaved === "too-many" ? 429 : 503;
}

/** A redirect after a successful post. */
export function seeOther(path: string, ...cookies: (string | null)[]): Response {
  const headers = new Headers();
  for (const cookie of cookies) if (cookie) headers.append("Set-Cookie", cookie);
  return redirect(path, { status: 303, headers });
}
