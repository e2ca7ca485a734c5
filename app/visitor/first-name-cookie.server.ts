import { lazyCookie } from "#app/http/cookie.server.ts";

const YEAR_S = 365 * 24 * 60 * 60;
const firstNameCookie = lazyCookie("first-name", { maxAge: YEAR_S, signed: true });

/** The first name that this browser gave last, as it was kept; blank for none. */
export async function firstNameOf(request: Request): Promise<string> {
  const header = request.headers.get("Cookie");
  if (!header?.includes("first-name=")) return "";
  try {
    const kept: unknown = await firstNameCookie().parse(header);
    return typeof kept === "string" ? kept : "";
  } catch {
    // One that cannot be decoded is as good as none.
    return "";
  }
}

/** The Set-Cookie header that has this browser remember a first name. */
export function rememberFirstName(name: string): Promise<string> {
  return firstNameCookie().serialize(name);
}
