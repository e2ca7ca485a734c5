import { refuse } from "./answer.ts";
import { isForeign } from "./origin.server.ts";

/** Every field of a form by its name: its longest value, in UTF-16 units, and how often the form may carry it. */
export type Shape = ReadonlyMap<string, { most: number; times: number }>;

const BODY_MAX = 64 * 1024;
const FIELDS_MAX = 1_500;

/**
 * The fields of a posted form of this shape; the first thing every action does. Nothing else of the body is ever handed
 * on: names are looked up in the shape, and never taken apart or made into objects.
 *
 * Throws the page of a refusal: 403 for another origin, 413 for more than 64 KB or 1,500 fields, 415 for anything but a
 * form, 400 for one that no page of ours sends. That is broken encoding, a field that the shape does not know, one that
 * is too long, or one that comes too often: whichever of two values were taken, the other would be lost unseen.
 */
export async function readForm(request: Request, shape: Shape): Promise<URLSearchParams> {
  if (isForeign(request.headers)) throw refuse({ reason: "foreign-origin" });
  const type = request.headers.get("Content-Type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") throw refuse({ reason: "wrong-type" });
  if (Number(request.headers.get("Content-Length") ?? 0) > BODY_MAX) throw refuse({ reason: "too-large" });
  const text = decodeUtf8(await readBody(request));
  if (text === null) throw refuse({ reason: "not-a-form" });
  const pairs = text.split("&", FIELDS_MAX + 1);
  if (pairs.length > FIELDS_MAX) throw refuse({ reason: "too-large" });
  const fields = readFields(pairs, shape);
  if (fields === null) throw refuse({ reason: "not-a-form" });
  return new URLSearchParams(fields);
}

async function readBody(request: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Counted while reading, because a chunked body does not say its length.
  const reader = request.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    size += next.value.byteLength;
    if (size > BODY_MAX) throw refuse({ reason: "too-large" });
    chunks.push(next.value);
  }
  return Buffer.concat(chunks);
}

/** Names and values as they were typed, or null when something does not fit the shape. */
function readFields(pairs: readonly string[], shape: Shape): [string, string][] | null {
  const fields: [string, string][] = [];
  const came = new Map<string, number>();
  for (const pair of pairs) {
    if (pair === "") continue;
    const end = pair.indexOf("=");
    const name = decodePart(end < 0 ? pair : pair.slice(0, end));
    const field = name === null ? undefined : shape.get(name);
    if (name === null || !field) return null;
    const times = (came.get(name) ?? 0) + 1;
    came.set(name, times);
    const value = decodePart(end < 0 ? "" : pair.slice(end + 1));
    if (value === null || value.length > field.most || times > field.times) return null;
    fields.push([name, value]);
  }
  return fields;
}

/** A text from UTF-8; null for broken bytes, which URLSearchParams would silently replace. */
export function decodeUtf8(body: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function decodePart(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}
