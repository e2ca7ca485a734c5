import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyFileStream, type BusboyInstance } from "@fastify/busboy";
import { refuse } from "./answer.ts";
import { isForeign } from "./origin.server.ts";
import { decodeUtf8, readForm, type Shape } from "./read-form.server.ts";

/** The fields of a form, the name of its one field for a file, and how many bytes that file may have. */
export type UploadShape = { fields: Shape; file: string; most: number };

/** A file that came with a form, by the name that its sender gave it; `bytes` is null when it is too large. */
export type Upload = { fields: URLSearchParams; file: { name: string; bytes: Buffer | null } | null };

/**
 * What is too large is read away up to here, so that its sender gets an answer and not a broken connection; of it no more
 * than the shape allows is ever in memory.
 */
const BODY_MAX = 16 * 1024 * 1024;

/**
 * The fields and the file of a posted form; the first thing that an action does whose form takes a file, as all others
 * begin with readForm(), whose rules hold here too. A form without its file may come as readForm() takes it.
 *
 * Throws the page of a refusal: 403 for another origin, 413 for a field or a body that is too large, 415 for anything
 * but a form, 400 for one that no page of ours sends.
 */
export async function readUpload(request: Request, shape: UploadShape): Promise<Upload> {
  if (isForeign(request.headers)) throw refuse({ reason: "foreign-origin" });
  const type = request.headers.get("Content-Type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    return { fields: await readForm(request, shape.fields), file: null };
  }
  if (Number(request.headers.get("Content-Length") ?? 0) > BODY_MAX) throw refuse({ reason: "too-large" });
  const parser = parserOf(type, shape);
  if (!parser || !request.body) throw refuse({ reason: "not-a-form" });
  const parts = collect(parser, shape);
  const counted = counter();
  try {
    await pipeline(Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]), counted, parser);
  } catch {
    // The parser has a sentence, and no code, for each way in which a form is broken off or damaged.
    throw refuse({ reason: counted.full() ? "too-large" : "not-a-form" });
  }
  if (parts.fault) throw refuse({ reason: parts.fault });
  return { fields: new URLSearchParams(parts.fields), file: parts.file };
}

function parserOf(type: string, { fields, most }: UploadShape): BusboyInstance | null {
  const longest = Math.max(...[...fields.values()].map((field) => Math.min(field.most, most)));
  try {
    return new Busboy({
      headers: { "content-type": type },
      // Bytes as they came: decoded below, where broken ones are noticed.
      defCharset: "latin1",
      limits: { fieldSize: longest, fileSize: most, files: 1, fields: fields.size, headerPairs: 20 },
    });
  } catch {
    // It has no boundary.
    return null;
  }
}

type Parts = { fields: [string, string][]; file: Upload["file"]; fault: "not-a-form" | "too-large" | null };

/** Fills in what the parser finds; names are looked up in the shape, and never taken apart. */
function collect(parser: BusboyInstance, shape: UploadShape): Parts {
  const parts: Parts = { fields: [], file: null, fault: null };
  const broken = () => void (parts.fault ??= "not-a-form");
  parser.on("field", (name, bytes, _, truncated) => {
    const field = shape.fields.get(name);
    const value = decodeUtf8(Buffer.from(bytes, "latin1"));
    const before = parts.fields.filter(([each]) => each === name).length;
    if (!field || value === null || before >= field.times) return broken();
    if (truncated) return void (parts.fault ??= "too-large");
    if (value.length > field.most) return broken();
    parts.fields.push([name, value]);
  });
  parser.on("file", (name, stream, fileName: string | undefined) => {
    if (name !== shape.file) {
      stream.resume();
      return broken();
    }
    keep(stream, (bytes) => {
      // A field for a file that was left empty comes along without a name.
      if (fileName || bytes?.length !== 0) parts.file = { name: fileName ?? "", bytes };
    });
  });
  for (const limit of ["fieldsLimit", "filesLimit", "partsLimit"] as const) parser.on(limit, broken);
  return parts;
}

/** `done` gets the whole file, or null for one that is too large. */
function keep(stream: BusboyFileStream, done: (bytes: Buffer | null) => void): void {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  // Told by the pipeline as well.
  stream.on("error", () => {});
  stream.once("end", () => done(stream.truncated ? null : Buffer.concat(chunks)));
}

/** Lets a body through as long as it is not too large. */
function counter() {
  let size = 0;
  const through = new Transform({
    transform(chunk: Buffer, _, next) {
      size += chunk.length;
      if (size > BODY_MAX) next(new Error("too large"));
      else next(null, chunk);
    },
  });
  return Object.assign(through, { full: () => size > BODY_MAX });
}
