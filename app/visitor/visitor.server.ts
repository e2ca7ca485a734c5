import { randomUUID } from "node:crypto";
import * as z from "zod";
import { isLanguage } from "#app/copy/language.ts";
import { lazyCookie } from "#app/http/cookie.server.ts";
import { languageCookie } from "#app/http/request-language.server.ts";
import { signingSecrets } from "#app/http/secrets.server.ts";

/** One browser, and the club it belongs to. The club's row appears in the database with the first thing saved. */
export type Visitor = { id: string; clubId: string };

const DAY_S = 24 * 60 * 60;
/** A cookie lasts a year, so one that is in use is renewed long before. */
const RENEWED_AFTER_DAYS = 7;

const visitorCookie = lazyCookie("visitor", { maxAge: 365 * DAY_S, signed: true });

/** `day` counts from 1970; cookies of older releases have none. */
const Kept = z.object({ id: z.uuid(), clubId: z.uuid(), day: z.number().int().optional() });
type Kept = z.output<typeof Kept>;

/** The visitor that a request's cookie names; null for none, a forged or an outdated one. */
export async function visitorOf(request: Request): Promise<Visitor | null> {
  const kept = await keptIn(request);
  return kept && { id: kept.id, clubId: kept.clubId };
}

/** `known` is false for who came without a cookie: it may be the first time, or a browser that keeps none. */
export type Sender = { visitor: Visitor; known: boolean; cookie: string | null };

/**
 * The visitor of a request that saves something. A cookie that has to go with the answer comes along: for a new visitor,
 * and for one whose cookie is some days old or was signed with a secret that is being replaced.
 */
export async function visitorToSave(request: Request): Promise<Sender> {
  const kept = await keptIn(request);
  const { id, clubId } = kept ?? { id: randomUUID(), clubId: randomUUID() };
  const cookie = kept && (await isGood(kept, request)) ? null : await cookieOf({ id, clubId, day: today() });
  return { visitor: { id, clubId }, known: kept !== null, cookie };
}

/** The cookies that a page brings: those of visitorToSave(), and with them the language that was chosen once. */
export async function cookiesToKeep(request: Request): Promise<string[]> {
  const { cookie } = await visitorToSave(request);
  if (!cookie) return [];
  const language: unknown = await languageCookie().parse(request.headers.get("Cookie"));
  return isLanguage(language) ? [cookie, await languageCookie().serialize(language)] : [cookie];
}

async function keptIn(request: Request): Promise<Kept | null> {
  const header = request.headers.get("Cookie");
  if (!header?.includes("visitor=")) return null;
  const kept = Kept.safeParse(await readCookie(header));
  return kept.success ? kept.data : null;
}

async function isGood(kept: Kept, request: Request): Promise<boolean> {
  if (kept.day === undefined || today() - kept.day >= RENEWED_AFTER_DAYS) return false;
  if (signingSecrets().length === 1) return true;
  const [pair] = (await cookieOf(kept)).split(";");
  const sent = request.headers.get("Cookie")?.split(";") ?? [];
  return sent.some((each) => each.trim() === pair);
}

function cookieOf({ id, clubId, day }: Kept): Promise<string> {
  return visitorCookie().serialize({ id, clubId, day });
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
