import { randomUUID } from "node:crypto";
import * as z from "zod";
import { visitorCookie } from "./cookies.server.ts";

/** One browser, and the club it belongs to. The club's row appears in the database with the first thing saved. */
export type Visitor = { id: string; clubId: string };

const Kept = z.object({ id: z.uuid(), clubId: z.uuid() });

/** The visitor that a request's cookie names; null for none, a forged or an outdated one. */
export async function visitorOf(request: Request): Promise<Visitor | null> {
  const header = request.headers.get("Cookie");
  if (!header?.includes("visitor=")) return null;
  const kept = Kept.safeParse(await readCookie(header));
  return kept.success ? kept.data : null;
}

/** The visitor of a request that saves something; a new one comes with the cookie that must go with the answer. */
export async function visitorToSave(request: Request): Promise<{ visitor: Visitor; cookie: string | null }> {
  const known = await visitorOf(request);
  if (known) return { visitor: known, cookie: null };
  const visitor = { id: randomUUID(), clubId: randomUUID() };
  return { visitor, cookie: await visitorCookie().serialize(visitor) };
}

async function readCookie(header: string): Promise<unknown> {
  try {
    return await visitorCookie().parse(header);
  } catch {
    // Not decodable is the same as forged: a new visitor.
    return null;
  }
}
