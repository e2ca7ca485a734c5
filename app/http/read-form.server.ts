import { refuse } from "./answer.ts";
import { isForeign } from "./origin.server.ts";

const BODY_MAX = 64 * 1024;
const FIELDS_MAX = 1_500;

/**
 * The fields of a posted form; the first thing every action does. Throws the page of a refusal: 403 for another
 * origin, 413 for more than 64 KB or 1,500 fields, 415 for anything but a form, 400 for one with broken encoding.
 */
export async function readForm(request: Request): Promise<URLSearchParams> {
  if (isForeign(request.headers)) throw refuse({ reason: "foreign-origin" });
  const type = request.headers.get("Content-Type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") throw refuse({ reason: "wrong-type" });
  if (Number(request.headers.get("Content-Length") ?? 0) > BODY_MAX) throw refuse({ reason: "too-large" });
  const text = decode(await readBody(request));
  if (text === null) throw refuse({ reason: "not-a-form" });
  const form = new URLSearchParams(text);
  if (form.size > FIELDS_MAX) throw refuse({ reason: "too-large" });
  return form;
}

async function readBody(request: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Counted while reading: a chunked body names no length.
  const reader = request.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    size += next.value.byteLength;
    if (size > BODY_MAX) throw refuse({ reason: "too-large" });
    chunks.push(next.value);
  }
  return Buffer.concat(chunks);
}

/** The body as text, or null. Stricter than URLSearchParams, which puts replacement characters for broken bytes. */
function decode(body: Buffer): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    decodeURIComponent(text.replaceAll("+", " "));
    return text;
  } catch {
    return null;
  }
}
