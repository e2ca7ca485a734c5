import type { IncomingMessage } from "node:http";
import { isForeign } from "../origin.server.ts";
import { headersOf } from "./headers-of.server.ts";

/** Why a request is refused by its head. */
export type HeadRefusal = "method" | "bad-address" | "long-address" | "not-found" | "foreign-origin";

/** The methods that the app answers, as an Allow header. */
export const ALLOWED = "GET, HEAD, POST";

/** The longest address of the app is a search for 200 Russian letters, about 1,300 characters. */
const ADDRESS_MAX = 2_048;
/** The router's regular expressions take time by the square of a run of slashes; our addresses have five at most. */
const SLASHES_MAX = 32;

/**
 * Judges a request by its head alone, before Remix reads it. Null: it may come in. Everything here is linear in
 * the 16 KB that node takes as a head.
 */
export function judge(request: IncomingMessage): HeadRefusal | null {
  const { method = "", url = "" } = request;
  if (!ALLOWED.split(", ").includes(method)) return "method";
  if (url.length > ADDRESS_MAX) return "long-address";
  const [path = "", query = ""] = url.split("?", 2);
  if (!path.startsWith("/") || !isDecodable(path)) return "bad-address";
  // An older way in which Remix's pages asked for data. Remix still answers it, and logs an error each time.
  if (/(?:^|&)_data=/.test(query)) return "bad-address";
  if (path.split("/").length > SLASHES_MAX) return "not-found";
  if (!isHost(request.headers.host ?? "")) return "bad-address";
  return method === "POST" && isForeign(headersOf(request)) ? "foreign-origin" : null;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Remix builds a URL from it, and throws when it cannot. */
function isHost(host: string): boolean {
  return /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{0,5})?$/i.test(host) && URL.canParse(`http://${host}/`);
}
