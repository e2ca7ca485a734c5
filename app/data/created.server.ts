import type { Db } from "./reliability/pool.server.ts";

/** The result of creating: `key-reused` when the same form made a lottery or a poll before, with other content. */
export type Created = { kind: "created" | "existing" | "key-reused"; id: string };

export type CreatedRow = { id: string; payload_hash: string; created: boolean };

/** What creating came to, by the fingerprint of the form that was sent. */
export function toCreated(row: CreatedRow, fingerprint: string): Created {
  if (row.created) return { kind: "created", id: row.id };
  return { kind: row.payload_hash === fingerprint ? "existing" : "key-reused", id: row.id };
}

/** What this very form made before; null when it made nothing. */
export async function savedBefore(
  { table, submitKey }: { table: "lotteries" | "polls"; submitKey: string },
  db: Db,
): Promise<CreatedRow | null> {
  const { rows } = await db.raw<{ rows: CreatedRow[] }>(
    `select id, payload_hash, false as created from ${table} where submit_key = :submitKey`,
    { submitKey },
  );
  return rows[0] ?? null;
}
