/**
 * What an error of knex or pg means for the person who waits.
 *
 * - `unreachable`: the database did not answer at all, or not in time.
 * - `busy`: it answered, but this statement waited too long (lock, time limit) or cannot be done now (disk, read-only).
 * - `schema`: the tables are missing or not migrated yet.
 * - `other`: a constraint, or a mistake in the program; not a matter of infrastructure.
 */
export type FailureKind = "unreachable" | "busy" | "schema" | "other";

/** Classifies an error. The texts and codes are those of knex 3.3.0, tarn 3.1.2 and pg 8.23.1. */
export function failureKind(error: unknown): FailureKind {
  if (!(error instanceof Error)) return "other";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (SCHEMA.has(code)) return "schema";
  if (BUSY.test(code)) return "busy";
  if (UNREACHABLE.test(code) || isFatal(error)) return "unreachable";
  if (SYSTEM.test(code) || TLS.test(code)) return "unreachable";
  // Errors with a code may quote what a visitor typed.
  const known = code === "" && UNREACHABLE_TEXTS.some((text) => error.message.includes(text));
  return known ? "unreachable" : "other";
}

/** Whether the error comes from the database's state rather than from the program or the person's input. */
export function isInfrastructure(error: unknown): boolean {
  return failureKind(error) !== "other";
}

/**
 * Whether a failed statement surely changed nothing. False means "unknown": it may have been carried out,
 * or may still be, although no answer came.
 */
export function surelyNotApplied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (NEVER_SENT_CODES.test(code) || TLS.test(code)) return true;
  if (code === "08P01" && REFUSED_BY_POOLER.test(error.message)) return true;
  if (code === "" && NEVER_SENT_TEXTS.some((text) => error.message.includes(text))) return true;
  // The server itself refused the statement, so its one implicit transaction is rolled back.
  return "severity" in error && error.severity === "ERROR";
}

/** Whether the database said that its role may not do this. */
export function isNotAllowed(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "42501";
}

/** Whether the database said that something has this name already. */
export function isNameTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "42P07";
}

/** 42P01 table, 42703 column, 42P10 unique index, 3F000 schema, 3D000 database missing. */
const SCHEMA = new Set(["42P01", "42703", "42P10", "3F000", "3D000"]);
/** 55P03 lock, 57014 time limit or cancelled, 53100 disk full, 25006 read-only, 40* deadlock. */
const BUSY = /^(55P03|57014|53100|25006|40\w{3})$/;
/** Connection exceptions, resources, shutdown and start, broken sessions, system errors, refused logins. */
const UNREACHABLE = /^(08\w{3}|53\w{3}|57P0\d|25P0[34]|58\w{3}|28\w{3})$/;
/** Node's system errors (ECONNREFUSED, ENOTFOUND, ECONNRESET, EPIPE, …), not its own ERR_INVALID_ARG_TYPE and such. */
const SYSTEM = /^E(?!RR_)[A-Z_]+$/;
/** A certificate that is not accepted, or no agreement on TLS at all: before anything is sent. */
const TLS = /^ERR_(TLS|SSL)_|CERT|^UNABLE_TO_VERIFY/;
const UNREACHABLE_TEXTS = [
  "Query read timeout",
  "Connection terminated",
  "not queryable",
  "timeout expired",
  "Timeout acquiring a connection",
  "Defined query timeout",
  "Unable to acquire a connection",
  "The server does not support SSL connections",
  "SASL:",
  "aborted",
];
const NEVER_SENT_CODES =
  /^(ESTARTING|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|53300|57P03|3D000|28\w{3})$/;
const NEVER_SENT_TEXTS = [
  "Timeout acquiring a connection",
  "timeout expired",
  "not queryable",
  "Unable to acquire a connection",
  "The server does not support SSL connections",
  // The login failed, for want of a password for example.
  "SASL:",
];

/** What PgBouncer says to a client that it gave no server; for a server that broke off it has the same code. */
const REFUSED_BY_POOLER =
  /unsupported startup parameter|query_wait_timeout|no such (?:database|user)|no more connections|cannot connect to server|login has been failing/;

function isFatal(error: Error): boolean {
  return "severity" in error && (error.severity === "FATAL" || error.severity === "PANIC");
}
