import { pastedLines, type PastedLine } from "#app/domain/importing/pasted.ts";
import { readLines, type ImportProblem, type Line, type Reading } from "#app/domain/importing/reading.ts";
import { readFilmFile } from "./read-films.server.ts";

/** What somebody sent to be imported, at this moment (ms since 1970). Null bytes are those of a file that is too large. */
export type Sent = { text: string; file: { name: string; bytes: Uint8Array | null } | null; now: number };

/** What is to be imported, or what is wrong with the list and with the file. */
export type ReadSent =
  { reading: Reading } | { problems: { text: ImportProblem | null; file: ImportProblem | null } };

/** Names those lines of a list that are nothing but the address of a film: their titles, as far as they are known. */
export type NameLines = (lines: readonly PastedLine[]) => Promise<readonly Line[]>;

/** Reads the list and the file. Never throws for what is sent, but takes seconds for the worst of it. */
export async function readSent({ text, file, now }: Sent, nameLines: NameLines): Promise<ReadSent> {
  const pasted = await readPasted(text, now, nameLines);
  const sent = await readFile(file);
  const lines = [pasted, sent].flatMap((part) => (typeof part === "string" ? [] : part));
  const problems = {
    text: typeof pasted === "string" ? pasted : null,
    file: typeof sent === "string" ? sent : null,
  };
  if (problems.text ?? problems.file) return { problems };
  if (lines.length === 0) return { problems: problemOf(file ? "no-films" : "nothing", file) };
  const reading = readLines(lines, now);
  return reading === "too-many" ? { problems: problemOf(reading, file) } : { reading };
}

/** A problem of both together, which is said beside the file, if there is one. */
export function problemOf(problem: ImportProblem, file: Sent["file"]) {
  return file ? { text: null, file: problem } : { text: problem, file: null };
}

async function readPasted(text: string, now: number, nameLines: NameLines): Promise<Line[] | ImportProblem> {
  const lines = pastedLines(text, new Date(now).getUTCFullYear());
  if (!lines) return "too-many";
  const linked = lines.filter(({ link }) => link !== null);
  if (linked.length === 0) return lines;
  const named = new Map((await nameLines(linked)).map((line) => [line.line, line]));
  return lines.map((line) => named.get(line.line) ?? line);
}

async function readFile(file: Sent["file"]): Promise<Line[] | ImportProblem> {
  if (!file) return [];
  if (!file.bytes) return "too-large";
  const { buffer, byteOffset, byteLength } = file.bytes;
  const read = await readFilmFile({ name: file.name, bytes: Buffer.from(buffer, byteOffset, byteLength) });
  return "problem" in read ? read.problem : read.lines;
}
