import { randomUUID } from "node:crypto";
import * as z from "zod";
import { isLanguage } from "#app/copy/language.ts";
import { lazyCookie } from "#app/http/cookie.server.ts";
import { languageCookie } from "#app/http/request-language.server.ts";
import { signingSecrets } from "#app/http/secrets.server.ts";
import { membership } from "./membership.server.ts";

/**
 * One browser, and the club it belongs to. The club's row appears in the database with the first thing saved. Who joins or
 * leaves a club has another `id` from then on; `voterId` stays, so that nobody votes twice that way.
 */
export type Visitor = { id: string; clubId: string; voterId: string };

const DAY_S = 24 * 60 * 60;
/** A cookie lasts a year, so one that is in use is renewed long before. */
const RENEWED_AFTER_DAYS = 7;

const visitorCookie = lazyCookie("visitor", { maxAge: 365 * DAY_S, signed: true });

/** Older cookies are refused, so that removals need not be remembered for longer; browsers drop them after a year. */
const REFUSED_AFTER_DAYS = 366;
/** When there were still cookies without a day: 2026-11-28. */
const LAST_DAY_WITHOUT = 20_785;

/** `day` counts from 1970; cookies of older releases have none. `voter` is there when it is not the `id`. */
const Kept = z.object({
  id: z.uuid(),
  clubId: z.uuid(),
  voter: z.uuid().optional(),
  day: z.number().int().optional(),
});
type Kept = z.output<typeof Kept>;

/** The visitor that a request's cookie names; null for none, a forged, an outdated or a removed one. */
export async function visitorOf(request: Request): Promise<Visitor | null> {
  const { kept, removed } = await keptIn(request);
  return kept && !removed ? visitorIn(kept) : null;
}

/** Under which id a browser votes, also when it belongs to no club any more; null for one that nobody knows. */
export async function voterIdOf(request: Request): Promise<string | null> {
  const { kept } = await keptIn(request);
  return kept && visitorIn(kept).voterId;
}

/** Whether a request comes from a browser that was taken out of its club, or whose club was deleted. */
export async function wasRemoved(request: Request): Promise<boolean> {
  return (await keptIn(request)).removed;
}

/** `known` is false for who came without a cookie: it may be the first time, or a browser that keeps none. */
export type Sender = { visitor: Visitor; known: boolean; cookie: string | null };

/**
 * The visitor of a request that saves something. A cookie that has to go with the answer comes along: for a new visitor,
 * for one that was removed and is new from now on, and for one whose cookie is some days old or was signed with a secret
 * that is being replaced.
 */
export async function visitorToSave(request: Request): Promise<Sender> {
  const { kept, removed } = await keptIn(request);
  if (kept && !removed) {
    const visitor = visitorIn(kept);
    const cookie = (await isGood(kept, request)) ? null : await visitorCookieOf(visitor);
    return { visitor, known: true, cookie };
  }
  const visitor = kept ? successorOf(kept) : newVisitor();
  return { visitor, known: removed, cookie: await visitorCookieOf(visitor) };
}

/** A visitor that nobody has seen, with a club that nothing is saved of. */
export function newVisitor(): Visitor {
  const id = randomUUID();
  return { id, clubId: randomUUID(), voterId: id };
}

/** The Set-Cookie header for a browser that has left its club: a new visitor, with the votes of the one before. */
export async function leaversCookie(request: Request): Promise<string> {
  const { kept } = await keptIn(request);
  return visitorCookieOf(kept ? successorOf(kept) : newVisitor());
}

/** The Set-Cookie header that makes a browser this visitor from now on. */
export function visitorCookieOf({ id, clubId, voterId }: Visitor): Promise<string> {
  return cookieOf({ id, clubId, ...(voterId !== id && { voter: voterId }), day: today() });
}

/** The cookies that a page brings: those of visitorToSave(), and with them the language that was chosen once. */
export async function cookiesToKeep(request: Request): Promise<string[]> {
  const { cookie } = await visitorToSave(request);
  if (!cookie) return [];
  const language: unknown = await languageCookie().parse(request.headers.get("Cookie"));
  return isLanguage(language) ? [cookie, await languageCookie().serialize(language)] : [cookie];
}

async function keptIn(request: Request): Promise<{ kept: Kept | null; removed: boolean }> {
  const header = request.headers.get("Cookie");
  const parsed = header?.includes("visitor=") ? Kept.safeParse(await readCookie(header)) : null;
  const kept = parsed?.data ?? null;
  if (!kept || today() - (kept.day ?? LAST_DAY_WITHOUT) > REFUSED_AFTER_DAYS) {
    return { kept: null, removed: false };
  }
  return { kept, removed: !(await membership().admits(kept)) };
}

async function isGood(kept: Kept, request: Request): Promise<boolean> {
  if (kept.day === undefined || today() - kept.day >= RENEWED_AFTER_DAYS) return false;
  if (signingSecrets().length === 1) return true;
  const [pair] = (await cookieOf(kept)).split(";");
  const sent = request.headers.get("Cookie")?.split(";") ?? [];
  return sent.some((each) => each.trim() === pair);
}

function visitorIn({ id, clubId, voter }: Kept): Visitor {
  return { id, clubId, voterId: voter ?? id };
}

function successorOf(kept: Kept): Visitor {
  return { ...newVisitor(), voterId: visitorIn(kept).voterId };
}

function cookieOf({ id, clubId, voter, day }: Kept): Promise<string> {
  return visitorCookie().serialize({ id, clubId, ...(voter && { voter }), day });
}

function today(): number {
  return Math.floor(Date.now() / (DAY_S * 1_000));
}

async function readCookie(header: string): Promise<unknown> {
  try {
    return await visitorCookie().parse(header);
  } catch {
    // A cookie that cannot be decoded counts as forged: a new visitor.
    return null;
  }
}
