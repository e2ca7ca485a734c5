/**
 * What an error of knex or pg means for the person who waits.
 *
 * - `unreachable`: the database did not answer at all, or not in time.
 * - `busy`: it answered, but this statement waited too long (lock, time limit, deadlock).
 * - `schema`: the tables are missing or not migrated yet.
 * - `refused`: it answered, and refused for any other reason: rights, a full disk, read-only, damage, encoding, types.
 * - `other`: a mistake in the program; the error did not come from the database.
 */
export type FailureKind = "unreachable" | "busy" | "schema" | "refused" | "other";

/** Classifies an error. The texts and codes are those of knex 3.3.0, tarn 3.1.2 and pg 8.23.1. */
export function failureKind(error: unknown): FailureKind {
  if (!(error instanceof Error)) return "other";
  const code = codeOf(error) ?? "";
  if (SCHEMA.has(code)) return "schema";
  if (BUSY.test(code)) return "busy";
  if (REFUSED.test(code)) return "refused";
  if (UNREACHABLE.test(code) || saysOneOf(error, FATAL)) return "unreachable";
  if (whileConnecting.has(error) || SYSTEM.test(code) || TLS.test(code)) return "unreachable";
  if (isFromServer(error)) return "refused";
  // Errors with a code may quote what a visitor typed, so their words are not looked at.
  const known = code === "" && UNREACHABLE_TEXTS.some((text) => error.message.includes(text));
  return known ? "unreachable" : "other";
}

const whileConnecting = new WeakSet<Error>();

/**
 * To be told of every error of an attempt to connect. Whatever such an error says, nobody was reached and no statement
 * was sent; the same words from a statement would leave that open.
 */
export function endedConnecting(error: unknown): void {
  if (error instanceof Error) whileConnecting.add(error);
}

/**
 * Whether a failed statement certainly changed nothing. False means "unknown": although no answer came, it may have
 * been carried out, or may still be.
 */
export function surelyNotApplied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error) ?? "";
  if (whileConnecting.has(error) || REFUSED_LOGIN.test(code)) return true;
  if (code === "08P01" && REFUSED_BY_POOLER.test(error.message)) return true;
  if (code === "" && NEVER_SENT_TEXTS.some((text) => error.message.includes(text))) return true;
  // The server itself refused the statement, so its implicit transaction is rolled back.
  return saysOneOf(error, ERROR);
}

/** The SQLSTATE or system code of an error; null when it has none. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/**
 * Whether the error may come from tables that are missing or differ from what the migrations made, for example in their
 * types.
 */
export function isOfTables(error: unknown): boolean {
  return failureKind(error) === "schema" || /^(22|42)\w{3}$/.test(codeOf(error) ?? "");
}

/** Whether the database said that its role may not do this. */
export function isNotAllowed(error: unknown): boolean {
  return codeOf(error) === "42501";
}

/** Whether the database said that something has this name already. */
export function isNameTaken(error: unknown): boolean {
  return codeOf(error) === "42P07";
}

/** The name of the constraint that an error reports as violated, or null for any other error. */
export function violatedConstraint(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || !("constraint" in error)) return null;
  const integrity = typeof error.code === "string" && error.code.startsWith("23");
  return integrity && typeof error.constraint === "string" ? error.constraint : null;
}

/** 42P01 table, 42703 column, 42P10 unique index, 3F000 schema, 3D000 database missing. */
const SCHEMA = new Set(["42P01", "42703", "42P10", "3F000", "3D000"]);
/** 55P03 lock, 57014 time limit or cancelled, 40* deadlock. */
const BUSY = /^(55P03|57014|40\w{3})$/;
/** 53100 disk full, 25006 read-only: other statements may work. */
const REFUSED = /^(53100|25006)$/;
/** Connections, resources, shutdown and startup, broken sessions, system errors, refused logins. */
const UNREACHABLE = /^(08\w{3}|53\w{3}|57P0\d|25P0[34]|58\w{3}|28\w{3})$/;
/** Node's system errors (ECONNREFUSED, ENOTFOUND, ECONNRESET, EPIPE, …), not its own ERR_INVALID_ARG_TYPE and such. */
const SYSTEM = /^E(?!RR_)[A-Z_]+$/;
/** TLS that broke off in the middle of a connection. */
const TLS = /^ERR_(TLS|SSL|OSSL)_/;
const UNREACHABLE_TEXTS = [
  "Query read timeout",
  "Connection terminated",
  "not queryable",
  "Timeout acquiring a connection",
  "Defined query timeout",
  "Unable to acquire a connection",
  "aborted",
];
/**
 * No place free, still starting, no such database, no right to connect: a pooler also says this to clients that are
 * connected already.
 */
const REFUSED_LOGIN = /^(53300|57P03|3D000|28\w{3})$/;
const NEVER_SENT_TEXTS = [
  "Timeout acquiring a connection",
  "not queryable",
  "Unable to acquire a connection",
];

/** What PgBouncer says to a client that it has no server for. The code is the same as for a server that broke off. */
const REFUSED_BY_POOLER =
  /unsupported startup parameter|query_wait_timeout|no such (?:database|user)|no more connections|cannot connect to server|login has been failing/;

/** The server words the severity in its own language; the code is the same in all of them. */
const ERROR = ["ERROR", "ОШИБКА"];
const FATAL = ["FATAL", "PANIC", "ВАЖНО", "ПАНИКА"];

function saysOneOf(error: Error, words: readonly string[]): boolean {
  return isFromServer(error) && words.includes(error.severity);
}

function isFromServer(error: Error): error is Error & { severity: string } {
  return "severity" in error && typeof error.severity === "string";
}
