import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Language } from "#app/copy/language.ts";
import { RETRY_AFTER_S } from "../headers.server.ts";
import { languageOf } from "../request-language.server.ts";
import { headersOf } from "./headers-of.server.ts";
import { ALLOWED, type HeadRefusal } from "./judgement.server.ts";

/** Why a request is refused before remix-serve gets it: by its head, or because its client has too many under way. */
export type Reason = HeadRefusal | "busy" | "too-many";

/** What a page of a refusal says. */
export type RefusalWords = { title: string; text: string; back: string };

const STATUS: Record<Reason, number> = {
  "bad-address": 400,
  "foreign-origin": 403,
  "not-found": 404,
  method: 405,
  "long-address": 414,
  "too-many": 429,
  busy: 503,
};

const STYLE =
  "html{color-scheme:dark light;background:light-dark(#f7efe2,#120c0b);color:light-dark(#2a1813,#f7ead7)}" +
  "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem}" +
  "a{color:light-dark(#a92a1c,#ffb454)}";
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

/**
 * Answers a request that is refused: a short page for browsers, a line for programs. It is made without the framework, the
 * database or a signed cookie, so that refusing costs next to nothing.
 */
export async function answerRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { reason, words }: { reason: Reason; words: (language: Language, reason: Reason) => RefusalWords },
): Promise<void> {
  const language = await languageOf({ headers: headersOf(request) });
  // The client may have gone in the meantime.
  if (response.headersSent || response.destroyed) return;
  const said = words(language, reason);
  const forPeople = request.headers.accept?.includes("text/html") ?? false;
  const comesBack = reason === "busy" || reason === "too-many";
  const body = forPeople
    ? pageOf(said, { language, comesBack: comesBack && request.method === "GET" })
    : `${said.title}\n`;
  response.writeHead(STATUS[reason], {
    "Content-Type": `text/${forPeople ? "html" : "plain"}; charset=utf-8`,
    "Content-Length": Buffer.byteLength(body),
    "Content-Language": language,
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    ...(reason === "method" && { Allow: ALLOWED }),
    // A client with too many open connections should not keep this one.
    ...(comesBack && { "Retry-After": RETRY_AFTER_S, Connection: "close" }),
  });
  response.end(body);
}

/** Nothing in it comes from the request, so nothing has to be escaped. */
function pageOf(
  { title, text, back }: RefusalWords,
  { language, comesBack }: { language: Language; comesBack: boolean },
): string {
  const again = comesBack ? `<meta http-equiv="refresh" content="${RETRY_AFTER_S}">` : "";
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><meta name="robots" content="noindex">${again}<style>${STYLE}</style></head>
<body><main><h1>${title}</h1><p>${text}</p><p><a href="/">${back}</a></p></main></body></html>
`;
}
