import { serialize } from "node:v8";
import { LRUCache } from "lru-cache";
import { acceptedEncodings } from "./negotiation.server.ts";
import type { RequestContext } from "./request-context.server.ts";
import { deflated, filled, gzipFilled, templateOf, type Template } from "./template.server.ts";

/** A document that was rendered once. */
export type FinishedDocument = {
  /** The text, with the values in it that differ each time it is sent; null as soon as it is a template. */
  rendered: { body: Buffer; values: readonly string[] } | null;
  /** The text without them, and its parts as gzip wants them; made when the document is asked for again. */
  template: Template | null;
  compressed: readonly Buffer[] | null;
  /** When an age that it tells is no longer true, in milliseconds since 1970. */
  trueUntil: number;
};

/**
 * Keeps documents up to a number of bytes; those that were not asked for the longest go first. Why this is safe:
 * docs/decisions/027.
 */
export function createFinishedDocuments({ maxBytes }: { maxBytes: number }) {
  const documents = new LRUCache<string, FinishedDocument>({
    maxSize: maxBytes,
    // What it was made of, the document, and room for its compressed parts.
    sizeCalculation: ({ rendered }, key) => key.length + 2 * rendered!.body.length + 1_000,
  });
  return {
    /** The document of this key, if all that it tells is true at this moment. */
    recall(key: string, now: number): FinishedDocument | null {
      const found = documents.get(key);
      return found && now < found.trueUntil ? found : null;
    },
    /** Keeps a document; `values` is what stands in it this time only, each of them unguessable. */
    keep(
      key: string,
      { body, values, trueUntil }: { body: Buffer; values: readonly string[]; trueUntil: number },
    ): void {
      documents.set(key, { rendered: { body, values }, template: null, compressed: null, trueUntil });
    },
  };
}

/**
 * What a document is made of, as a text: documents of one key differ in their single-use values alone. Null when that
 * cannot be said of this data.
 */
export function documentKey(
  { address, language, data }: { address: string; language: string; data: Record<string, unknown> },
  { keys, moment }: RequestContext["singleUse"],
): string | null {
  const marked = (value: unknown) => {
    if (moment !== null && value === moment) return MOMENT;
    const place = typeof value === "string" ? keys.indexOf(value) : -1;
    return place < 0 ? value : { [KEY]: place };
  };
  const lasting = Object.keys(data).map((route) => {
    const answer = data[route];
    if (!isPlain(answer)) return [route, { whole: answer }];
    return [route, { fields: Object.keys(answer).map((name) => [name, marked(answer[name])]) }];
  });
  try {
    return serialize([address, language, lasting]).toString("latin1");
  } catch {
    // Promises and functions: such a page is rendered each time.
    return null;
  }
}

/** Stands for values that differ from request to request; nothing that a loader answers looks like this. */
const MOMENT = { "\0": "moment" };
const KEY = "\0key";

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * The body of a finished document with these values in it, compressed if the browser accepts gzip. Sets
 * Content-Encoding and Vary.
 */
export function finishedBody(
  document: FinishedDocument,
  values: readonly string[],
  request: Request,
  headers: Headers,
): Buffer {
  const template = (document.template ??= templateFrom(document.rendered!));
  // Nothing of who asked first stays longer than it must.
  document.rendered = null;
  const fillings = values.map((value) => Buffer.from(value));
  headers.append("Vary", "Accept-Encoding");
  const [accepted] = acceptedEncodings(request.headers.get("Accept-Encoding"), ["gzip"]);
  if (!accepted) return filled(template, fillings);
  headers.set("Content-Encoding", accepted);
  document.compressed ??= deflated(template);
  return gzipFilled(template, document.compressed, fillings);
}

function templateFrom({ body, values }: NonNullable<FinishedDocument["rendered"]>): Template {
  return templateOf(body.toString(), values);
}
