import { config } from "#app/config.server.ts";
import { requestContext, tenths } from "./request-context.server.ts";

/** After how many seconds a client may try again what failed. */
export const RETRY_AFTER_S = 3;

/** Sets the headers of a document: what it may load, how it is cached, its language, when to come back. */
export function setDocumentHeaders(
  headers: Headers,
  { nonce, language, status }: { nonce: string; language: string; status: number },
): void {
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Content-Language", language);
  // Not no-store: the back button must bring back the page with its submit key, which is what prevents doubles.
  headers.set("Cache-Control", "private, no-cache");
  headers.set("Content-Security-Policy", contentSecurityPolicy(nonce));
  // Not no-referrer: browsers would then send "Origin: null" with forms.
  headers.set("Referrer-Policy", "same-origin");
  headers.set("X-Frame-Options", "DENY");
  setRetryAfter(headers, status);
}

/** Says when to come back after a 503, or after a 429 as soon as the sender may write again. */
export function setRetryAfter(headers: Headers, status: number): void {
  if (status === 503) headers.set("Retry-After", String(RETRY_AFTER_S));
  if (status === 429) headers.set("Retry-After", String(requestContext()?.waitS ?? RETRY_AFTER_S));
}

/**
 * Tells the browser's developer tools where the time went so far, in milliseconds: the database, with the worst source
 * of its reads; the rest of the app; and both together.
 */
export function setServerTiming(headers: Headers): void {
  const context = requestContext();
  // Development loads modules again, and a request that was under way then has no context here.
  if (!context) return;
  const total = performance.now() - context.startedAt;
  const source = context.source ? `;desc="${context.source}"` : "";
  const app = Math.max(0, total - context.databaseMs);
  const kept = context.kept ? `;desc="kept"` : "";
  headers.set(
    "Server-Timing",
    `total;dur=${tenths(total)}, db;dur=${tenths(context.databaseMs)}${source}, app;dur=${tenths(app)}${kept}`,
  );
}

function contentSecurityPolicy(nonce: string): string {
  const scripts = config().production ? `'nonce-${nonce}'` : `'nonce-${nonce}' 'unsafe-eval'`;
  const styles = config().production ? `'self' 'nonce-${nonce}'` : "'self' 'unsafe-inline'";
  return [
    "default-src 'none'",
    `script-src 'self' ${scripts}`,
    `style-src ${styles}`,
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${config().production ? "" : " ws:"}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
