import * as z from "zod";
import { lazyCookie } from "#app/http/cookie.server.ts";
import { NOTICES, type Notice } from "./notices.ts";

const TITLE_MAX = 80;
const Kept = z.object({
  id: z.enum(NOTICES),
  title: z.string().optional(),
  count: z.number().int().optional(),
  others: z.number().int().optional(),
  offer: z.boolean().optional(),
  undo: z.uuid().optional(),
});
const noticeCookie = lazyCookie("notice", { maxAge: 60, signed: true });

/** The Set-Cookie header that shows a notice on the next page. Long titles are cut: a cookie holds 4 KB. */
export function notify(
  id: Notice["id"],
  title?: string,
  more: Omit<Notice, "id" | "title"> = {},
): Promise<string> {
  const letters = Array.from(title ?? "");
  const short = letters.length > TITLE_MAX ? `${letters.slice(0, TITLE_MAX - 1).join("")}…` : title;
  // What is not said is not serialized.
  return noticeCookie().serialize({ id, title: short, ...more, offer: more.offer || undefined });
}

/** The notice that waits for this visitor, with the Set-Cookie header that takes it away; null when there is none. */
export async function takeNotice(request: Request): Promise<{ notice: Notice; taken: string } | null> {
  const header = request.headers.get("Cookie");
  if (!header?.includes("notice=")) return null;
  const kept = Kept.safeParse(await noticeCookie().parse(header));
  if (!kept.success) return null;
  return { notice: kept.data, taken: await noticeCookie().serialize("", { maxAge: 0 }) };
}
