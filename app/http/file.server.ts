import { createHash } from "node:crypto";

/**
 * A picture for anyone, kept by caches for `maxAgeS` seconds, in which one that is `immutable` is not even asked for; 304
 * for those who have it.
 */
export function picture(
  request: Request,
  {
    body,
    type,
    maxAgeS,
    immutable = false,
  }: { body: string | Buffer; type: string; maxAgeS: number; immutable?: boolean },
): Response {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers = {
    ETag: etag,
    "Cache-Control": `public, max-age=${maxAgeS}${immutable ? ", immutable" : ""}`,
  };
  if (knows(request, etag)) return new Response(null, { status: 304, headers });
  return new Response(typeof body === "string" ? body : new Uint8Array(body), {
    headers: {
      ...headers,
      "Content-Type": type,
      // An SVG opened on its own is a document: it must not load or run anything.
      "Content-Security-Policy": "default-src 'none'",
    },
  });
}

/** The answer when there is no such file, or no longer. It is read by programs, so it has no page. */
export function notThere(reason: "not-found" | "gone" = "not-found"): Response {
  return new Response(null, {
    status: reason === "gone" ? 410 : 404,
    headers: { "Cache-Control": "no-store" },
  });
}

/** The answer when too many files are asked for at once. */
export function later(): Response {
  return new Response(null, { status: 503, headers: { "Retry-After": "5", "Cache-Control": "no-store" } });
}

/** The answer to who has asked for very many lately. */
export function tooMany(): Response {
  return new Response(null, { status: 429, headers: { "Retry-After": "60", "Cache-Control": "no-store" } });
}

/** Whether If-None-Match names this content, weakened or not (RFC 9110 §13.1.2). */
function knows(request: Request, etag: string): boolean {
  const known = request.headers.get("If-None-Match") ?? "";
  return known.split(",").some((each) => each.trim().replace(/^W\//, "") === etag);
}
