import * as z from "zod";

export type Config = Readonly<{
  production: boolean;
  /** Set: that PostgreSQL server. Null: the embedded one in `dataDir`. */
  databaseUrl: string | null;
  /** The same server past any pooler, for what needs a session of its own; the same as `databaseUrl` unless set. */
  databaseUrlDirect: string | null;
  dataDir: string;
  /** Without `databaseUrl`: whether this process starts the server in `dataDir`, or uses the one of another process. */
  embedded: "start" | "join";
  /** Null only with the embedded database, for which a secret is made and kept in `dataDir`. */
  sessionSecrets: readonly string[] | null;
  /** Origin of absolute links, without a trailing slash; null means "the address this server listens on". */
  publicUrl: string | null;
  host: string | null;
  poolMax: number;
  /** Whether lost tables are made again, empty. */
  restoreTables: boolean;
  budgets: Readonly<{ homeMs: number; readMs: number; writeMs: number }>;
  /**
   * The streams that tell waiting pages of a draw: how many at most, and how long one lasts before it is asked for
   * anew.
   */
  streams: Readonly<{ most: number; lifetimeMs: number }>;
  /** Limits for slow clients, in milliseconds; see http/listening.server.ts. */
  limits: Readonly<{ headersMs: number; requestMs: number; idleMs: number }>;
  /** How many ordinary forms a client address and a visitor may save in a minute; see visitor/write-quota.server.ts. */
  writesPerMinute: Readonly<{ ofAddress: number; ofVisitor: number }>;
  /** How much wider or narrower the limits of single kinds are, in percent; see visitor/kinds.ts. */
  limitsPercent: number;
  /** How often a client address may look for films in a minute. */
  searchesPerMinute: number;
  /** How many proxies in front of the app each add an address to X-Forwarded-For. */
  trustedProxies: number;
  /** Where movie data comes from, best first; null for a provider that has no token. */
  providers: Readonly<{
    order: readonly ("kinopoisk" | "tmdb" | "omdb")[];
    timeoutMs: number;
    /** How often each may be asked on a day, by all processes together; null for any number of times. */
    daily: Readonly<Record<"kinopoisk" | "tmdb" | "omdb", number | null>>;
    kinopoisk: Readonly<{ url: string; token: string }> | null;
    tmdb: Readonly<{ url: string; images: string; token: string }> | null;
    omdb: Readonly<{ url: string; token: string }> | null;
  }>;
  /** Of posters that stand elsewhere: room for them in `dataDir`, and origins in one's own network that have some. */
  posters: Readonly<{ maxBytes: number; anywhere: boolean; origins: readonly string[] }>;
  /** After so many months clubs that nobody has touched are deleted; null for never. */
  forgetAfterMonths: number | null;
  /** How long a stopping process waits for the requests under way. */
  shutdownMs: number;
  /** How long the event loop may stand still before the process ends. */
  stuckMs: number;
}>;

/** Thrown for settings that cannot be used; the message names every variable at fault and never its value. */
export class ConfigError extends Error {}

let current: Config | undefined;

/** The settings of this process, read from the environment once. Throws ConfigError. */
export function config(): Config {
  current ??= parseConfig(process.env);
  return current;
}

/** Reads settings from an environment. Throws ConfigError naming every variable that cannot be used. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(filled);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new ConfigError(`These settings cannot be used:\n${faults.join("\n")}`);
  }
  const value = parsed.data;
  return Object.freeze({
    production: value.NODE_ENV === "production",
    databaseUrl: value.DATABASE_URL ?? null,
    databaseUrlDirect: value.DATABASE_URL_DIRECT ?? value.DATABASE_URL ?? null,
    dataDir: value.DATA_DIR,
    embedded: value.EMBEDDED_POSTGRES,
    sessionSecrets: value.SESSION_SECRET ?? null,
    publicUrl: value.PUBLIC_URL ?? value.RENDER_EXTERNAL_URL ?? null,
    host: value.HOST ?? null,
    poolMax: value.POOL_MAX,
    restoreTables: value.RESTORE_TABLES === "on",
    budgets: Object.freeze({
      homeMs: value.HOME_BUDGET_MS,
      readMs: value.READ_BUDGET_MS,
      writeMs: value.WRITE_BUDGET_MS,
    }),
    streams: Object.freeze({ most: value.STREAMS_MAX, lifetimeMs: value.STREAM_MS }),
    limits: Object.freeze({
      headersMs: value.HEADERS_TIMEOUT_MS,
      requestMs: value.REQUEST_TIMEOUT_MS,
      idleMs: value.KEEP_ALIVE_MS,
    }),
    writesPerMinute: Object.freeze({ ofAddress: value.ADDRESS_WRITES, ofVisitor: value.VISITOR_WRITES }),
    limitsPercent: value.LIMITS_PERCENT,
    searchesPerMinute: value.ADDRESS_SEARCHES,
    trustedProxies: value.TRUSTED_PROXIES,
    providers: Object.freeze({
      order: value.MOVIE_PROVIDERS,
      timeoutMs: value.PROVIDER_TIMEOUT_MS,
      daily: Object.freeze({
        kinopoisk: value.KINOPOISK_DAILY,
        tmdb: value.TMDB_DAILY ?? null,
        omdb: value.OMDB_DAILY,
      }),
      kinopoisk: value.KINOPOISK_TOKEN ? { url: value.KINOPOISK_URL, token: value.KINOPOISK_TOKEN } : null,
      tmdb: value.TMDB_TOKEN
        ? { url: value.TMDB_URL, images: value.TMDB_IMAGES_URL, token: value.TMDB_TOKEN }
        : null,
      omdb: value.OMDB_TOKEN ? { url: value.OMDB_URL, token: value.OMDB_TOKEN } : null,
    }),
    posters: Object.freeze({
      maxBytes: value.POSTERS_MAX_MB * 1024 * 1024,
      anywhere: value.POSTERS_FROM === "anywhere",
      origins: value.POSTER_ORIGINS,
    }),
    forgetAfterMonths: value.FORGET_AFTER_MONTHS || null,
    shutdownMs: value.SHUTDOWN_MS,
    stuckMs: value.STUCK_MS,
  });
}

/** A whole number in digits; z.coerce would also take "1e3", "0x10" and "true". */
function wholeNumber(min: number, max: number, { of = "", why = "" } = {}) {
  const error = `must be a whole number${of} from ${min} to ${max}${why}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, error)
    .transform(Number)
    .pipe(z.number().min(min, error).max(max, error));
}

const milliseconds = (fallback: number, max: number) =>
  wholeNumber(20, max, { of: " of milliseconds" }).default(fallback);

const origin = z
  .url({ protocol: /^https?$/, error: "must be an address that starts with http:// or https://" })
  .transform((text) => new URL(text).origin);

const base = (fallback: string) =>
  z
    .url({ protocol: /^https?$/, error: "must be an address that starts with http:// or https://" })
    .default(fallback)
    .transform((text) => text.replace(/\/+$/, ""));

const PROVIDERS = ["kinopoisk", "tmdb", "omdb"] as const;
const NAMES_OF_PROVIDERS = `must name some of ${PROVIDERS.join(", ")}, separated by commas`;

const postgres = z.url({
  protocol: /^postgres(ql)?$/,
  error: "must look like postgresql://user:password@host:5432/name",
});

const Environment = z
  .object({
    NODE_ENV: z.string().default("production"),
    DATABASE_URL: postgres.optional(),
    DATABASE_URL_DIRECT: postgres.optional(),
    DATA_DIR: z.string().default("./data"),
    EMBEDDED_POSTGRES: z.enum(["start", "join"], "must be start or join").default("start"),
    // For scripts/start.mjs, which starts so many processes.
    WEB_CONCURRENCY: wholeNumber(1, 99).optional(),
    SESSION_SECRET: z
      .string()
      .transform((text) => text.split(",").map((secret) => secret.trim()))
      .refine(
        (secrets) => secrets.every((secret) => secret.length >= 32),
        "each secret needs 32 characters or more",
      )
      .optional(),
    PUBLIC_URL: origin.optional(),
    RENDER_EXTERNAL_URL: origin.optional(),
    HOST: z.string().optional(),
    // remix-serve reads it too, and would silently take another port.
    PORT: wholeNumber(0, 65_535).optional(),
    POOL_MAX: wholeNumber(7, 50, {
      why: ": three reads, as many that hang, and one for a write",
    }).default(8),
    RESTORE_TABLES: z.enum(["on", "off"], "must be on or off").default("on"),
    HOME_BUDGET_MS: milliseconds(250, 5_000),
    READ_BUDGET_MS: milliseconds(800, 10_000),
    WRITE_BUDGET_MS: milliseconds(3_000, 10_000),
    STREAMS_MAX: wholeNumber(0, 50_000).default(5_000),
    STREAM_MS: milliseconds(60_000, 600_000),
    HEADERS_TIMEOUT_MS: milliseconds(20_000, 300_000),
    REQUEST_TIMEOUT_MS: milliseconds(30_000, 300_000),
    // Longer than proxies keep their connections; else a proxy sends a request on one that is just being closed.
    KEEP_ALIVE_MS: milliseconds(120_000, 600_000),
    TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
    MOVIE_PROVIDERS: z
      .string()
      .default(PROVIDERS.join(","))
      .transform((text) => text.split(",").map((name) => name.trim()))
      .pipe(z.array(z.enum(PROVIDERS, NAMES_OF_PROVIDERS))),
    PROVIDER_TIMEOUT_MS: milliseconds(3_000, 10_000),
    KINOPOISK_TOKEN: z.string().optional(),
    // What these two allow without being paid.
    KINOPOISK_DAILY: wholeNumber(0, 1_000_000).default(200),
    OMDB_DAILY: wholeNumber(0, 1_000_000).default(1_000),
    TMDB_DAILY: wholeNumber(0, 1_000_000).optional(),
    KINOPOISK_URL: base("https://api.poiskkino.dev"),
    TMDB_TOKEN: z.string().optional(),
    TMDB_URL: base("https://api.themoviedb.org/3"),
    TMDB_IMAGES_URL: base("https://image.tmdb.org/t/p"),
    OMDB_TOKEN: z.string().optional(),
    OMDB_URL: base("https://www.omdbapi.com"),
    POSTERS_MAX_MB: wholeNumber(1, 100_000, { of: " of megabytes" }).default(200),
    POSTERS_FROM: z.enum(["anywhere", "origins"], "must be anywhere or origins").default("anywhere"),
    POSTER_ORIGINS: z
      .string()
      .transform((text) => text.split(",").map((each) => each.trim()))
      .pipe(z.array(origin))
      .default([]),
    ADDRESS_WRITES: wholeNumber(1, 1_000_000).default(240),
    VISITOR_WRITES: wholeNumber(1, 1_000_000).default(90),
    LIMITS_PERCENT: wholeNumber(1, 1_000_000).default(100),
    ADDRESS_SEARCHES: wholeNumber(1, 1_000_000).default(120),
    // Together with the pool's two seconds well below the twenty after which the process is ended by force.
    FORGET_AFTER_MONTHS: wholeNumber(0, 120).default(0),
    SHUTDOWN_MS: milliseconds(10_000, 17_000),
    // A shorter time would take a busy machine for an endless loop.
    STUCK_MS: wholeNumber(500, 600_000, { of: " of milliseconds" }).default(10_000),
  })
  .refine((env) => env.HEADERS_TIMEOUT_MS <= env.REQUEST_TIMEOUT_MS, {
    path: ["HEADERS_TIMEOUT_MS"],
    message: "cannot be longer than REQUEST_TIMEOUT_MS, which includes it",
  })
  .refine((env) => env.DATABASE_URL || !env.DATABASE_URL_DIRECT, {
    path: ["DATABASE_URL_DIRECT"],
    message: "is only of use with DATABASE_URL, the way through a pooler to the same database",
  })
  .refine((env) => !env.DATABASE_URL || env.SESSION_SECRET, {
    path: ["SESSION_SECRET"],
    message: "is required when DATABASE_URL is set (32 random characters or more)",
  });
