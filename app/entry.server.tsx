import { randomBytes } from "node:crypto";
import { Writable } from "node:stream";
import { I18nProvider } from "@lingui/react";
import {
  redirect,
  type EntryContext,
  type HandleDataRequestFunction,
  type HandleErrorFunction,
} from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { boot } from "./boot.server.ts";
import { i18nOf } from "./copy/catalogs.server.ts";
import type { Language } from "./copy/language.ts";
import { compressed } from "./http/compressed.server.ts";
import { createFinishedDocuments, documentKey, finishedBody } from "./http/finished-documents.server.ts";
import { handoffScripts } from "./http/handoff.server.ts";
import { setDocumentHeaders, setRetryAfter, setServerTiming } from "./http/headers.server.ts";
import { addressWithLanguage, languageOf, languageSet } from "./http/request-language.server.ts";
import { logError } from "./http/log.server.ts";
import { momentOfPage } from "./http/single-use.server.ts";
import { noteKept, requestContext } from "./http/request-context.server.ts";
import { cookiesToKeep } from "./visitor/visitor.server.ts";
import { AgesTold } from "./ui/age.tsx";
import { NonceContext } from "./ui/nonce.ts";

boot();

/**
 * Rejects promises in what loaders answered. There are none, and until then Remix keeps all that a request was answered
 * with.
 */
export const streamTimeout = 100;
const RENDERED_WITHIN_MS = 6_000;

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  const elsewhere = request.method === "GET" ? addressWithLanguage(request) : null;
  if (elsewhere) return redirect(elsewhere, { headers: { "Cache-Control": "no-store" } });
  const nonce = randomBytes(16).toString("base64url");
  const language = (await languageSet(headers)) ?? (await languageOf(request));
  await introduce(request, headers);
  setDocumentHeaders(headers, { nonce, language, status });
  const page = { request, status, headers, context, nonce, language };
  const key = keyOf(page);
  const { body, final } = finished(key, page) ?? (await rendered(key, page));
  headers.set("Content-Length", String(body.length));
  setServerTiming(headers);
  return new Response(request.method === "HEAD" ? null : new Uint8Array(body), { status: final, headers });
}

type Page = {
  request: Request;
  status: number;
  headers: Headers;
  context: EntryContext;
  nonce: string;
  language: Language;
};
type Answer = { body: Buffer; final: number };

const documents = createFinishedDocuments({ maxBytes: 16 * 1024 * 1024 });

/** The page as it was rendered before, when it would be the same again. */
function finished(key: string | null, page: Page): Answer | null {
  const document = key === null ? null : documents.recall(key, momentOfPage());
  if (!document) return null;
  noteKept();
  void page.context.serverHandoffStream?.cancel();
  return { body: finishedBody(document, valuesIn(page), page.request, page.headers), final: page.status };
}

async function rendered(key: string | null, page: Page): Promise<Answer> {
  const { request, headers, nonce, language } = page;
  const { serverHandoffStream, ...context } = ofItsRoutes(page.context);
  let final = page.status;
  let trueUntil = Infinity;
  const html = await renderWhole(
    <NonceContext.Provider value={nonce}>
      <AgesTold.Provider value={(until) => (trueUntil = Math.min(trueUntil, until))}>
        <I18nProvider i18n={i18nOf(language)}>
          <RemixServer context={context} url={request.url} nonce={nonce} />
        </I18nProvider>
      </AgesTold.Provider>
    </NonceContext.Provider>,
    (error) => {
      final = 500;
      logError(error);
    },
  );
  const handoff = context.renderMeta?.didRenderScripts
    ? await handoffScripts(serverHandoffStream, nonce)
    : "";
  const body = Buffer.from(scriptsAfterPaint(html.toString()).replace("</body>", () => `${handoff}</body>`));
  if (key !== null && final === page.status) {
    documents.keep(key, { body, values: valuesIn(page), trueUntil });
  }
  return { body: compressed(body, request, headers), final };
}

/** The context of a page with those routes alone that it belongs to, as React Router goes through all that there are. */
function ofItsRoutes({ manifest, ...context }: EntryContext): EntryContext {
  const ids = context.staticHandlerContext.matches.map(({ route }) => route.id);
  const routes = Object.fromEntries(ids.map((id) => [id, manifest.routes[id]!]));
  return { ...context, manifest: { ...manifest, routes } };
}

/** What the page would be kept by; null for what is rendered each time. */
function keyOf({ request, status, language, context: { staticHandlerContext } }: Page): string | null {
  const { loaderData, actionData, errors } = staticHandlerContext;
  const singleUse = requestContext()?.singleUse;
  if (status !== 200 || actionData || errors || !singleUse) return null;
  const { pathname, search } = new URL(request.url);
  return documentKey({ address: pathname + search, language, data: loaderData }, singleUse);
}

function valuesIn({ nonce }: Page): string[] {
  return [nonce, ...(requestContext()?.singleUse.keys ?? [])];
}

export const handleDataRequest: HandleDataRequestFunction = (response) => {
  response.headers.set("Cache-Control", "private, no-cache");
  setRetryAfter(response.headers, response.status);
  setServerTiming(response.headers);
  return response;
};

export const handleError: HandleErrorFunction = (error, { request }) => {
  // A visitor who left is not an error, and neither is an answer below 500.
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return;
  logError(error);
};

/**
 * A visitor's first page brings the cookie, so that two quick submits of its form belong to one club. Later pages renew
 * it, so that nobody who comes now and then loses the club.
 */
async function introduce(request: Request, headers: Headers): Promise<void> {
  if (headers.getSetCookie().some((each) => /^(?:__Host-)?visitor=/.test(each))) return;
  for (const cookie of await cookiesToKeep(request)) headers.append("Set-Cookie", cookie);
}

/**
 * The document as one body: streaming it through remix-serve's compression costs several times as much. Waits for
 * everything, as a part of it may be loaded late the first time.
 */
function renderWhole(document: React.ReactElement, onError: (error: unknown) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(withoutPadding(chunk));
        done();
      },
      final(done) {
        clearTimeout(deadline);
        resolve(Buffer.concat(chunks));
        done();
      },
    });
    const { pipe, abort } = renderToPipeableStream(document, {
      onAllReady: () => pipe(sink),
      onShellError(error) {
        clearTimeout(deadline);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
      onError,
    });
    const deadline = setTimeout(abort, RENDERED_WITHIN_MS);
  });
}

/**
 * The first paint waits for styles and fonts, and shares the line with whatever else is fetched: scripts come behind. Remix
 * makes those links, without a way to say so.
 */
function scriptsAfterPaint(html: string): string {
  return html.replaceAll('<link rel="modulepreload"', '<link rel="modulepreload" fetchpriority="low"');
}

/**
 * React 18 fills the end of a chunk with NUL bytes when the next character no longer fits. A document has no others.
 */
function withoutPadding(chunk: Buffer): Buffer {
  let end = chunk.length;
  while (end > 0 && chunk[end - 1] === 0) end -= 1;
  return chunk.subarray(0, end);
}
