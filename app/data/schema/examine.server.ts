import { openMigrationPool, type Address } from "../reliability/pool.server.ts";
import type { Migration } from "./migration.server.ts";
import { surveyOf } from "./survey.server.ts";
import { ADVICE, remaining } from "./up-to-date.server.ts";

/** How the tables are, in words. */
export type Examined = {
  /** The server's version. */
  version: string;
  /** Whether any of our tables is there. */
  there: boolean;
  /** The names of the migrations that have not been applied. */
  pending: string[];
  missing: string[];
  changed: string[];
  /** What a person can do about it; null when there is nothing to do. */
  advice: string | null;
};

/** Looks at the tables and changes nothing. Rejects with the error of pg or knex. */
export async function examine({
  address,
  migrations,
}: {
  address: Address;
  migrations: readonly Migration[];
}): Promise<Examined> {
  const db = openMigrationPool(address);
  try {
    const { rows } = await db.raw<{ rows: { version: string }[] }>(
      "select current_setting('server_version') as version",
    );
    const survey = await surveyOf(db, migrations);
    const { missing, changed, reason } = remaining(survey);
    const applied = survey.kind === "known" ? survey.applied : [];
    return {
      version: rows[0]!.version,
      there: survey.kind === "known" || survey.kind === "unlike",
      pending: migrations.filter((each) => !applied.includes(each)).map(({ name }) => name),
      missing,
      changed,
      advice: survey.kind === "elsewhere" ? ADVICE["another-schema"] : reason && ADVICE[reason],
    };
  } finally {
    await db.destroy();
  }
}
