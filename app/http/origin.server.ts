import { config } from "#app/config.server.ts";

/**
 * Whether a request that changes something was sent by a page of another site (Fetch Metadata, else Origin). Requests
 * without either header come from no browser that could be misused, and SameSite=Lax keeps cookies off the others.
 */
export function isForeign(headers: Pick<Headers, "get">): boolean {
  const site = headers.get("Sec-Fetch-Site");
  if (site) return site !== "same-origin" && site !== "none";
  const origin = headers.get("Origin");
  if (!origin) return false;
  const { publicUrl } = config();
  if (origin === publicUrl) return false;
  const host = headers.get("Host");
  // Only the public name's scheme and port are known, so they are compared; for any other name, only the name is.
  if (publicUrl !== null && new URL(publicUrl).host === host) return true;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
