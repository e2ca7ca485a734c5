import type { Knex } from "knex";
import { renewCommitments } from "../lotteries/commitments.server.ts";
import { isNameTaken, isNotAllowed } from "../reliability/failure.server.ts";
import { holdsEveryLetter } from "./encoding.server.ts";
import { HISTORY, migrate, restoreHistory } from "./migration-history.server.ts";
import { changesInWords, inWords, type Losses } from "./losses.server.ts";
import { alone } from "./migration-lock.server.ts";
import type { Migration } from "./migration.server.ts";
import type { Address } from "../reliability/pool.server.ts";
import { originalTables } from "./original.server.ts";
import { restoreParts } from "./restore-parts.server.ts";
import { restoreTables } from "./restore.server.ts";
import { othersAtWork } from "./signs.server.ts";
import { surveyOf, type Survey } from "./survey.server.ts";

export type UpToDateOptions = {
  address: Address;
  migrations: readonly Migration[];
  /** Whether lost tables may be made again. */
  restoring: boolean;
};

/** What was done to the tables, and what could not be. */
export type Tidings = {
  /** The names of the migrations that were applied. */
  applied: string[];
  /** What was made again, in words. */
  restored: string[];
  /** What the migrations made and is not there now, in words. */
  missing: string[];
  /** What is there in another form, in words; it is left alone. */
  changed: string[];
  /** Why something was not done; null when there is nothing left to do. */
  reason: Reason | null;
  /** How many lotteries got a new secret for the next draw, because the old one was lost. */
  renewed: number;
  /** Tables of the app that this one replaces, which are left alone. */
  original: string[];
};

type Reason = keyof typeof ADVICE;

/** What is the case, and what a person can do about it. */
export const ADVICE = {
  "others-at-work":
    "Somebody is restoring or changing tables at this moment. This is tried again until they have finished.",
  "turned-off": "RESTORE_TABLES is off, so nothing is made again. Restore a backup, or set it to on.",
  "newer-release":
    "A newer release has changed the tables, so this one makes nothing again. It may well do without what is missing; " +
    "if pages or forms fail, deploy the newer one, or restore a backup.",
  "not-allowed":
    "The database role may not make schemas, or does not own the tables, which making tables again needs. " +
    'Run "grant create on database … to …" and "alter table … owner to …" for it, or restore a backup.',
  "not-compared":
    "The database role may make neither schemas nor temporary tables, so nobody looks whether the tables are whole. " +
    'Run "grant create, temporary on database … to …" for it.',
  "name-taken":
    "Something else has the name of a table or of one of its indexes, as after renaming a table. " +
    "Rename or drop it, then the table is made again.",
  "another-schema":
    "The search path begins with another schema than the one that holds the tables. Set it back, or move the tables.",
  "history-lost":
    `The table ${HISTORY} is gone, and the tables are not as this release or an earlier one made them. ` +
    "Nothing is changed. Restore a backup, or deploy the release that made them.",
  encoding:
    "The encoding of this database cannot hold every title. Make one with \"create database … encoding 'UTF8' template " +
    'template0", and set DATABASE_URL to it; npm run backup and npm run restore take along what is saved.',
  contradicted:
    "A constraint or an index cannot be made again, because rows or changed columns contradict it. " +
    "Change or delete those rows, or change those columns back.",
  "by-hand": "This cannot be made again without its data. Restore a backup, or undo the change.",
} as const;

/**
 * Makes again, empty, what was lost of migrations applied before, and then applies those that are missing. One process
 * at a time. Never touches tables that somebody else is restoring, that a newer release has changed, or that no known
 * release made. Rejects with the error of pg or knex; then nothing was done by half.
 */
export function bringUpToDate({ address, migrations, restoring }: UpToDateOptions): Promise<Tidings> {
  return alone(address, async (db) => {
    // Before anything is made, so that it can be none of ours.
    const original = await originalTables(db);
    return { ...(await broughtUpToDate(db, { migrations, restoring })), original };
  });
}

async function broughtUpToDate(
  db: Knex,
  { migrations, restoring }: Omit<UpToDateOptions, "address">,
): Promise<Omit<Tidings, "original">> {
  const survey = await allowed(surveyOf(db, migrations));
  if (!survey) return { ...NOTHING, applied: await migrate(db, migrations), reason: "not-compared" };
  const reason = await hindranceOf(db, survey, restoring);
  if (reason) return { ...NOTHING, ...remaining(survey), reason };
  const restored = survey.kind === "known" ? await restore(db, survey) : [];
  if (typeof restored === "string") return { ...NOTHING, ...remaining(survey), reason: restored };
  const applied = await migrate(db, migrations);
  const left = survey.kind === "empty" || restored.length === 0 ? survey : await surveyOf(db, migrations);
  const rest = remaining(left);
  const renewed = rest.missing.length === 0 ? await renew(db, survey) : 0;
  const unfit = (await holdsEveryLetter(db)) ? null : "encoding";
  return { ...NOTHING, applied, restored, renewed, ...rest, reason: rest.reason ?? unfit };
}

const NOTHING = { applied: [], restored: [], missing: [], changed: [], reason: null, renewed: 0 };

/** The result of `work`; null when the database says that this role may not do it. */
async function allowed<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isNotAllowed(error)) return null;
    throw error;
  }
}

type Known = Extract<Survey, { kind: "known" }>;

/** Why nothing may be changed now; null when something may, or when there is nothing to do. */
async function hindranceOf(db: Knex, survey: Survey, restoring: boolean): Promise<Reason | null> {
  if (survey.kind === "elsewhere") return "another-schema";
  const whole = survey.kind === "known" && survey.history && !isMendable(survey.losses);
  if (whole || survey.home === null) return null;
  // Asked first: what is missing may be about to appear, and what looks odd may be half of something.
  if (await othersAtWork(db, { schema: survey.home })) return "others-at-work";
  // Only for an empty database; with tables in it, the app goes on with the letters it can hold.
  if (survey.kind === "empty") return (await holdsEveryLetter(db)) ? null : "encoding";
  if (survey.kind === "unlike") return "history-lost";
  if (survey.newer) return null;
  if (!restoring) return "turned-off";
  return survey.losses.taken.length > 0 ? "name-taken" : null;
}

function isMendable({ tables, constraints, indexes }: Losses): boolean {
  return tables.length + constraints.length + indexes.length > 0;
}

/** Makes again what was lost and says so in words, or says why the database refused. */
async function restore(db: Knex, survey: Known): Promise<string[] | Reason> {
  if (survey.newer) return [];
  const { applied, history, losses } = survey;
  try {
    if (losses.tables.length > 0) await restoreTables(db, survey);
    if (!history) await restoreHistory(db, applied);
    const made = await restoreParts(db, partsLeft(losses));
    return [...losses.tables, ...(history ? [] : [HISTORY])].map((table) => `table ${table}`).concat(made);
  } catch (error) {
    if (isNotAllowed(error)) return "not-allowed";
    // A name may be taken, for example by an index of a table that was renamed.
    if (isNameTaken(error)) return "name-taken";
    throw error;
  }
}

/** Foreign keys to tables that were made again came with those tables. */
function partsLeft({ tables, constraints, indexes }: Losses): Pick<Losses, "constraints" | "indexes"> {
  const left = constraints.filter(
    ({ constraint: { target } }) => target === null || !tables.includes(target),
  );
  return { constraints: left, indexes };
}

/** Lotteries that have lost their secret could never be drawn. */
async function renew(db: Knex, survey: Survey): Promise<number> {
  if (survey.kind !== "known" || survey.newer) return 0;
  return (await othersAtWork(db, { schema: survey.home })) ? 0 : renewCommitments(db);
}

/** What is not there or not as it was made, and why that is left alone. */
export function remaining(survey: Survey): Pick<Tidings, "missing" | "changed" | "reason"> {
  if (survey.kind === "unlike") return { missing: [`table ${HISTORY}`], changed: [], reason: "history-lost" };
  if (survey.kind !== "known") return { missing: [], changed: [], reason: null };
  const { losses, newer, history } = survey;
  // A newer release may have removed on purpose what this one would only miss for checks and speed.
  const felt = newer ? { ...losses, constraints: [], indexes: [], changed: [] } : losses;
  const missing = [...(history ? [] : [`table ${HISTORY}`]), ...inWords(felt)];
  return { missing, changed: changesInWords(felt), reason: missing.length > 0 ? reasonOf(survey) : null };
}

function reasonOf({ newer, losses }: Known): Reason {
  if (newer) return "newer-release";
  if (losses.constraints.length + losses.indexes.length > 0) return "contradicted";
  return losses.taken.length > 0 ? "name-taken" : "by-hand";
}
