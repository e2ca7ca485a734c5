import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import * as z from "zod";

const FORMAT = "movie-lottery backup v1";
const BATCH_ROWS = 500;

/** What a backup says about itself: when it was made (ISO 8601), and which migrations its tables had. */
export type BackupHead = { madeAt: string; server: string; migrations: string[] };

/** One table: its columns, and its rows as JSON texts, in batches. */
export type TableRows = { table: string; columns: string[]; rows: AsyncIterable<string[]> };

/** How many rows there are of each table. */
export type Counts = Record<string, number>;

/** A file that is not a whole backup; the message is a sentence for a person. */
export class BackupDamaged extends Error {}

const Mark = z.union([
  z.object({
    format: z.literal(FORMAT),
    madeAt: z.string(),
    server: z.string(),
    migrations: z.array(z.string()).min(1),
  }),
  z.object({ table: z.string(), columns: z.array(z.string()).min(1) }),
  z.object({ end: z.string(), rows: z.number().int() }),
  z.object({ sha256: z.string() }),
]);

/** Thrown instead of overwriting a file; the message is a sentence for a person. */
class FileThere extends Error {}

/**
 * Writes a backup: gzip over lines of JSON, a line for each row and, after a "#", for what stands between the rows; the
 * last line is the SHA-256 of all before it. The file gets its name only when all of it is on the disk, and only its
 * owner may read it, because it holds the seeds of draws still to be made. Rejects with FileThere when there is
 * something of this name, and with the error of the disk or of `tables`.
 */
export async function writeBackupFile(
  path: string,
  head: BackupHead,
  tables: AsyncIterable<TableRows>,
): Promise<Counts> {
  const counts: Counts = {};
  const part = `${path}.part`;
  if (existsSync(path))
    throw new FileThere(`${path} is there already, and no backup takes the place of a file.`);
  try {
    await pipeline(
      Readable.from(linesOf(head, tables, counts)),
      createGzip(),
      createWriteStream(part, { mode: 0o600 }),
    );
    await sync(part);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return counts;
}

async function* linesOf(head: BackupHead, tables: AsyncIterable<TableRows>, counts: Counts) {
  const hash = createHash("sha256");
  const hashed = (text: string) => {
    hash.update(text);
    return text;
  };
  yield hashed(mark({ format: FORMAT, ...head }));
  for await (const { table, columns, rows } of tables) {
    yield hashed(mark({ table, columns }));
    let count = 0;
    for await (const batch of rows) {
      count += batch.length;
      yield hashed(batch.map((row) => `${row}\n`).join(""));
    }
    yield hashed(mark({ end: table, rows: count }));
    counts[table] = count;
  }
  yield mark({ sha256: hash.digest("hex") });
}

function mark(content: object): string {
  return `#${JSON.stringify(content)}\n`;
}

async function sync(path: string): Promise<void> {
  const file = await open(path, "r+");
  await file.sync();
  await file.close();
}

/**
 * Reads a backup from the first line to the last; `take` gets each batch of rows. Rejects with BackupDamaged when
 * anything is missing or differs from what was written, possibly after `take` has been called; with the error of the
 * disk; or with that of `take`.
 */
export async function readBackupFile(
  path: string,
  take: (batch: Batch) => Promise<void> = async () => {},
): Promise<Contents> {
  const packed = createReadStream(path);
  const text = createGunzip();
  packed.on("error", (error) => text.destroy(error)).pipe(text);
  try {
    return await contentsOf(linesIn(text), take);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!(error instanceof NotAsWritten) && !code.startsWith("Z_")) throw error;
    throw new BackupDamaged(`${path} is damaged, or no backup of Movie Lottery.`);
  } finally {
    packed.destroy();
    text.destroy();
  }
}

export type Batch = { table: string; columns: string[]; rows: string[] };
export type Contents = { head: BackupHead; counts: Counts };

class NotAsWritten extends Error {}

/** Rejects with NotAsWritten, or as `take` does. */
async function contentsOf(
  lines: AsyncGenerator<string, void>,
  take: (batch: Batch) => Promise<void>,
): Promise<Contents> {
  const hash = createHash("sha256");
  const counts: Counts = {};
  let head: BackupHead | null = null;
  let contents: Contents | null = null;
  let current: { table: string; columns: string[] } | null = null;
  let rows: string[] = [];
  for await (const line of lines) {
    const isRow = !line.startsWith("#");
    if (contents || (isRow && !current)) throw new NotAsWritten();
    if (current && rows.length > 0 && (!isRow || rows.length === BATCH_ROWS)) {
      counts[current.table]! += rows.length;
      await take({ ...current, rows });
      rows = [];
    }
    if (isRow) rows.push(line);
    else {
      const said = Mark.safeParse(json(line)).data ?? { end: "", rows: -1 };
      if ("format" in said) head = said;
      else if (!head) throw new NotAsWritten();
      else if ("table" in said) {
        current = said;
        counts[said.table] = 0;
      } else if ("end" in said) {
        if (counts[said.end] !== said.rows) throw new NotAsWritten();
        current = null;
      } else {
        if (said.sha256 !== hash.digest("hex")) throw new NotAsWritten();
        contents = { head, counts };
        continue;
      }
    }
    hash.update(`${line}\n`);
  }
  if (!contents) throw new NotAsWritten();
  return contents;
}

async function* linesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

function json(line: string): unknown {
  try {
    return JSON.parse(line.slice(1));
  } catch {
    return null;
  }
}
