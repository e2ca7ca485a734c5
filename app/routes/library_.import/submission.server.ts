import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import * as z from "zod";
import { startImport } from "#app/data/library/writes.server.ts";
import { pastedLines } from "#app/domain/importing/pasted.ts";
import { readLines, type ImportProblem, type Line, type Reading } from "#app/domain/importing/reading.ts";
import { tidyLine } from "#app/domain/text.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import type { Upload } from "#app/http/read-upload.server.ts";
import { nameLinks } from "#app/movies/files/name-links.server.ts";
import { readFilmFile } from "#app/movies/files/read-films.server.ts";
import { paths } from "#app/paths.ts";
import { maySearch } from "#app/visitor/search-quota.server.ts";
import type { Sender } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { answerTo } from "./form-answer.ts";

type Options = { language: "ru" | "en"; signal: AbortSignal };
type Problems = { text: ImportProblem | null; file: ImportProblem | null };

const FILE_NAME_MAX = 100;

/**
 * Reads a list and a file, and leads to the page that shows what is in them. 422 or 413 with what is wrong with either,
 * 403 for a sender without a cookie, who would not find it again, 409 when the form has imported other films, 503.
 */
export async function look({ fields, file }: Upload, { visitor, known, cookie }: Sender, options: Options) {
  const submitKey = z.uuid().safeParse(fields.get("submitKey")).data;
  if (!submitKey) throw refuse({ reason: "unknown-command" });
  const text = fields.get("text") ?? "";
  const fileName = tidyLine((file?.name ?? "").slice(-FILE_NAME_MAX));
  const sent = { submitKey, text, fileName };
  const headers: HeadersInit = cookie ? { "Set-Cookie": cookie } : {};
  if (!known) return data(answerTo(sent, { unsaved: "no-cookie" }), { status: 403, headers });
  const read = await readAll(text, file, options);
  if ("problems" in read) {
    const tooLarge = Object.values(read.problems).includes("too-large");
    return data(answerTo(sent, read), { status: tooLarge ? 413 : 422, headers });
  }
  const fileBytes = file?.bytes?.length ?? 0;
  const result = await withinQuota({ kind: "import", form: fields, fileBytes, visitorId: visitor.id }, () =>
    startImport({ ...read, clubId: visitor.clubId, fileName, submitKey, now: Date.now() }),
  );
  if (!result.ok) {
    return data(answerTo(sent, { unsaved: result.saved }), { status: unsavedStatus(result.saved), headers });
  }
  if (result.value === null) {
    const fresh = { submitKey: randomUUID(), conflict: true };
    return data(answerTo(sent, fresh), { status: 409, headers });
  }
  return seeOther(paths.importOf(result.value), cookie);
}

async function readAll(
  text: string,
  file: Upload["file"],
  options: Options,
): Promise<Reading | { problems: Problems }> {
  const now = Date.now();
  const pasted = await readPasted(text, now, options);
  const sent = await readSent(file);
  const lines = [pasted, sent].flatMap((part) => (typeof part === "string" ? [] : part));
  const problems = {
    text: typeof pasted === "string" ? pasted : null,
    file: typeof sent === "string" ? sent : null,
  };
  if (problems.text ?? problems.file) return { problems };
  if (lines.length === 0)
    return { problems: file ? { text: null, file: "no-films" } : { text: "nothing", file: null } };
  const reading = readLines(lines, now);
  if (reading !== "too-many") return reading;
  return { problems: file ? { text: null, file: reading } : { text: reading, file: null } };
}

async function readPasted(text: string, now: number, options: Options): Promise<Line[] | ImportProblem> {
  const thisYear = new Date(now).getUTCFullYear();
  const lines = pastedLines(text, thisYear);
  return lines ? nameLinks(lines, { ...options, thisYear, may: maySearch }) : "too-many";
}

async function readSent(file: Upload["file"]): Promise<Line[] | ImportProblem> {
  if (!file) return [];
  if (!file.bytes) return "too-large";
  const read = await readFilmFile({ name: file.name, bytes: file.bytes });
  return "problem" in read ? read.problem : read.lines;
}
