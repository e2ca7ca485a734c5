/** Writes one structured line to standard output. Never hand it people's texts, SQL bindings or secrets. */
export function log(event: string, facts: Record<string, unknown> = {}): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...facts })}\n`);
}

/** Logs an unexpected error with where it came from; of the address only the path, as queries may hold texts. */
export function logError(error: unknown, request?: Request): void {
  const where = request ? { method: request.method, path: new URL(request.url).pathname } : {};
  log("error", { ...where, ...describe(error) });
}

/** An error without what people typed: PostgreSQL's `detail` quotes values, so it is left out. */
export function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = "code" in error ? error.code : undefined;
  return {
    error: error.name,
    message: error.message,
    code,
    stack: error.stack?.split("\n").slice(1, 6).join("\n"),
  };
}
