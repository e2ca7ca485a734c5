import { data, redirect } from "@remix-run/node";

/** What an error page needs to know besides the status. */
export type Refusal =
  | {
      reason: "not-found" | "foreign-origin" | "too-large" | "not-a-form" | "wrong-type" | "unknown-command";
    }
  | { reason: "method" }
  /** A command whose outcome is not known, or that was not carried out; it may be sent again. */
  | { reason: "unconfirmed"; saved: "no" | "unknown"; again: Repeat }
  /** A page whose data cannot be had now. */
  | { reason: "away" };

/** A command to press again: where it goes and what it carries. */
export type Repeat = {
  action: string;
  fields: Record<string, string>;
  label: "draw" | "delete" | "keep" | "remove";
};

const STATUS: Record<Refusal["reason"], number> = {
  "not-a-form": 400,
  "unknown-command": 400,
  "foreign-origin": 403,
  "not-found": 404,
  method: 405,
  "too-large": 413,
  "wrong-type": 415,
  unconfirmed: 503,
  away: 503,
};

/** To be thrown: shows the page of this refusal with its status. */
export function refuse(refusal: Refusal) {
  return data(refusal, { status: STATUS[refusal.reason] });
}

/** A redirect after a successful post. */
export function seeOther(path: string, ...cookies: (string | null)[]): Response {
  const headers = new Headers();
  for (const cookie of cookies) if (cookie) headers.append("Set-Cookie", cookie);
  return redirect(path, { status: 303, headers });
}
