import type { Knex } from "knex";
import type { QueryConfig } from "pg";
import { codeOf, isNotAllowed } from "../reliability/failure.server.ts";
import { openMigrationPool, type Address } from "../reliability/pool.server.ts";
import { settleWinners } from "./settle-winners.server.ts";

/**
 * How titles are looked for: `typos-too` by an index of their trigrams, or `plainly`, by going through the library, and
 * why. `unknown` before anybody has looked.
 */
export type TitleSearch = "typos-too" | "unknown" | keyof typeof SEARCH_ADVICE;

/** Why there is no index of trigrams, and what a person can do about it. */
export const SEARCH_ADVICE = {
  "not-allowed":
    "The database role may not make extensions, so titles are found without typing mistakes only. " +
    'Run "create extension pg_trgm; create extension btree_gin" in this database.',
  "not-there":
    "This database server has no pg_trgm, so titles are found without typing mistakes only. " +
    "Install PostgreSQL's contrib modules.",
  "letters-unknown":
    "The locale of this database (LC_CTYPE) does not know Cyrillic letters, so titles are found without typing " +
    'mistakes only. Make a database with a UTF-8 locale, and take along what is saved by "npm run backup".',
} as const;

/**
 * Makes the extensions and indexes by which large libraries are searched, unless they are there, and settles what older
 * releases drew. None of it is a migration: not every role may make extensions, and only outside of a transaction it can
 * be done while films are added and drawn. Rejects with the error of pg or knex; half-made indexes are made anew the next
 * time.
 */
export async function prepareSearch(address: Address): Promise<TitleSearch> {
  // Not under the lock of migrations: whoever holds that is in a transaction, for whose end an index would wait.
  const pool = openMigrationPool(address);
  try {
    await settleWinners(pool);
    return await ensureIndexes(pool);
  } catch (error) {
    if (isNotAllowed(error)) return "not-allowed";
    throw error;
  } finally {
    await pool.destroy();
  }
}

/**
 * Has the search prepared whenever `prepare()` is called, and every ten minutes after, in the background; tries again
 * until it succeeds. Never throws; failures go to `onFailure`.
 */
export function keepSearchPrepared({
  address,
  onFailure,
}: {
  address: Address;
  onFailure: (error: unknown) => void;
}) {
  let search: TitleSearch = "unknown";
  let again: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  async function attempt(): Promise<void> {
    try {
      search = await prepareSearch(address);
      again = setTimeout(prepare, LOOK_AGAIN_MS).unref();
    } catch (error) {
      if (!BEATEN_TO_IT.has(codeOf(error) ?? "")) onFailure(error);
      again = setTimeout(prepare, AGAIN_MS).unref();
    }
    running = undefined;
  }
  function prepare(): void {
    clearTimeout(again);
    running ??= attempt();
  }
  return {
    /** How titles are looked for at present. */
    kind: (): TitleSearch => search,
    prepare,
    /** Tries no more; resolves when the present attempt has ended. */
    async stop(): Promise<void> {
      await running;
      clearTimeout(again);
    },
  };
}

const AGAIN_MS = 5_000;
/** The release before may still have drawn something while this one started. */
const LOOK_AGAIN_MS = 10 * 60_000;
/**
 * How the slower of two processes hears that the other one is making the same thing: as a deadlock, or as a name that is
 * taken. By the next attempt it is there.
 */
const BEATEN_TO_IT = new Set(["40P01", "42P07", "42710", "23505"]);

async function ensureIndexes(db: Knex): Promise<TitleSearch> {
  const lists = await extension(db, "btree_gin");
  const club = lists === "there" ? "club_id, " : "";
  await ensureIndex(db, {
    name: "movies_labels",
    on: "movies",
    definition: `gin (${club}badges, tags, genres)`,
  });
  const trigrams = await extension(db, "pg_trgm");
  if (trigrams !== "there") return trigrams;
  if (!(await knowsCyrillic(db))) return "letters-unknown";
  const titles = { on: "movies", definition: `gin (${club}${SEARCHED} gin_trgm_ops)` };
  if (await ensureIndex(db, { name: "movies_search", ...titles })) {
    // By more samples than usual it is known whether a word is frequent, and so by which way its films are found.
    await db.raw(`alter index movies_search alter column ${club ? 2 : 1} set statistics 500`);
    await db.raw("analyze movies");
  }
  for (const index of OF_HISTORY) await ensureIndex(db, index(club));
  return "typos-too";
}

/** As in library/conditions.server.ts, which is no part of this room: indexes outlive releases. */
const SEARCHED = "(' ' || coalesce(search_key, title_key) || ' ')";

type Index = { name: string; on: string; definition: string };

/** What a search in the history looks into. */
const OF_HISTORY: ((club: string) => Index)[] = [
  () => ({ name: "entries_search", on: "entries", definition: "gin (title_key gin_trgm_ops)" }),
  (club) => ({
    name: "lotteries_search",
    on: "lotteries",
    definition: `gin (${club}lower(name) gin_trgm_ops)`,
  }),
];

async function extension(db: Knex, name: string): Promise<"there" | "not-allowed" | "not-there"> {
  const { rows } = await db.raw<{ rows: unknown[] }>("select from pg_extension where extname = ?", [name]);
  if (rows.length > 0) return "there";
  try {
    await db.raw("create extension if not exists ??", [name]);
    return "there";
  } catch (error) {
    if (isNotAllowed(error)) return "not-allowed";
    if (NOT_THERE.has(codeOf(error) ?? "")) return "not-there";
    throw error;
  }
}

/** feature_not_supported, and undefined_file before PostgreSQL 14. */
const NOT_THERE = new Set(["0A000", "58P01"]);

async function knowsCyrillic(db: Knex): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { known: boolean }[] }>("select show_trgm('ёж') <> '{}' as known");
  return rows[0]!.known;
}

/** Answers whether it was made. */
async function ensureIndex(db: Knex, { name, on, definition }: Index): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { indisvalid: boolean }[] }>(
    "select indisvalid from pg_index where indexrelid = to_regclass(?)",
    [name],
  );
  if (rows[0]?.indisvalid) return false;
  // What is left of one that was interrupted. One that another process is making has a lock; then this fails, and is
  // tried again.
  if (rows.length > 0) await db.raw("drop index concurrently ??", [name]);
  // Without a list of what is still to be sorted in, through which every search would have to go.
  await patiently(
    db,
    `create index concurrently ${name} on ${on} using ${definition} with (fastupdate = off)`,
  );
  return true;
}

const HOUR_MS = 60 * 60_000;

/** Of a million films it takes minutes, and it waits for all who read before it began; nobody waits for it. */
async function patiently(db: Knex, statement: string): Promise<void> {
  const connection = await db.client.acquireConnection();
  try {
    await connection.query("set lock_timeout = 0");
    await connection.query({ text: statement, query_timeout: HOUR_MS } as QueryConfig);
  } finally {
    await db.client.releaseConnection(connection);
  }
}
