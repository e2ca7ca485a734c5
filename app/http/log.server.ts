import { requestContext } from "./request-context.server.ts";

/** How much may wait for a reader of the log that has stopped reading. Further lines are lost, and counted. */
const WAITING_MAX_BYTES = 256 * 1024;

let lost = 0;

/**
 * Writes one structured line to standard output, with the id of the request it belongs to. Never hand it people's
 * texts, SQL bindings or secrets.
 */
export function log(event: string, facts: Record<string, unknown> = {}): void {
  const { stdout } = process;
  if (!stdout.writable) return;
  if (stdout.writableLength > WAITING_MAX_BYTES) {
    lost += 1;
    return;
  }
  const gap = lost > 0 ? { linesLost: lost } : {};
  lost = 0;
  const line = { at: new Date().toISOString(), event, request: requestContext()?.id, ...facts, ...gap };
  stdout.write(`${JSON.stringify(line)}\n`);
}

/** Logs an unexpected error with where in the program it came from. */
export function logError(error: unknown): void {
  log("error", describe(error));
}

/** An error without what people typed: only those of the database's messages that quote no values. */
export function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: unquoted(String(error)) };
  const { code, severity, table, column, constraint, routine } = error as DatabaseWords;
  const because = error.cause instanceof Error ? describe(error.cause) : undefined;
  return {
    error: error.name,
    message: messageOf(error),
    code,
    severity,
    table,
    column,
    constraint,
    routine,
    because: because && { message: because.message, code: because.code },
    stack: framesOf(error),
  };
}

/**
 * What pg's errors have besides a message. Their `detail`, `where` and `internalQuery` quote values, so they are left
 * out.
 */
type DatabaseWords = Error &
  Partial<Record<"code" | "severity" | "table" | "column" | "constraint" | "routine", string>>;

/** Classes of SQLSTATE, and codes of damage, whose messages name tables, constraints and users, but no values. */
const VALUELESS = /^(?:08|23|25|28|3D|3F|40|42|53|54|55|57|58|XX00[12])/;

function messageOf(error: DatabaseWords): string | undefined {
  if (error.severity === undefined) return unquoted(error.message);
  return VALUELESS.test(error.code ?? "") ? error.message : undefined;
}

/** Quoted text may be what somebody typed: JSON.parse and Headers quote their input, for example. */
function unquoted(message: string): string {
  return message.replaceAll(/(["'`]).*\1/gs, "$1…$1");
}

/** The stack without the message, which stands before it and may have several lines. */
function framesOf(error: Error): string | undefined {
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return frames?.slice(0, 5).join("\n");
}
