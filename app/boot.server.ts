import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { config, ConfigError } from "./config.server.ts";
import { i18nOf } from "./copy/catalogs.server.ts";
import type { Language } from "./copy/language.ts";
import { wordsOf } from "./copy/words.ts";
import { keepDailyBackups } from "./data/backup/daily-backups.server.ts";
import { openArriving } from "./data/club/arriving.server.ts";
import { openForgetting } from "./data/club/forgetting.server.ts";
import { latestRemovals, REMOVALS_MAX } from "./data/club/reads.server.ts";
import { keepSightings } from "./data/club/writes.server.ts";
import { openDatabase, type Database } from "./data/database.server.ts";
import { failureKind } from "./data/reliability/failure.server.ts";
import { REMEDY, whyUnreached, type WhyUnreached } from "./data/reliability/why-unreached.server.ts";
import {
  DataFolderBusy,
  EmbeddedUnavailable,
  ensureFolder,
  joinEmbedded,
  startEmbedded,
  type EmbeddedServer,
} from "#app/embedded-postgres/embedded-postgres.server.ts";
import { standingsOf } from "#app/data/lotteries/standings.server.ts";
import { pollStandingsOf } from "./data/polls/standings.server.ts";
import { endEventStreams } from "./http/event-stream.server.ts";
import { requestsDone } from "./http/listening.server.ts";
import { pathNames } from "./http/log-path.server.ts";
import { describe, log } from "./http/log.server.ts";
import { noteRead, noteWrite } from "./http/request-context.server.ts";
import { hookRequests } from "./http/request-hooks.server.ts";
import type { Reason, RefusalWords } from "./http/request-hooks/refusal-page.server.ts";
import { remixRouter, rememberMatches } from "./http/route-matches.server.ts";
import { signingSecrets } from "./http/secrets.server.ts";
import { hearOfSiblings, siblingsGone } from "./http/siblings.server.ts";
import { watchLoop } from "./http/watchdog.server.ts";
import { closeLive, openLive } from "./live/live.server.ts";
import { openFilms } from "./movies/open-films.server.ts";
import { openPictures } from "./movies/pictures/open-pictures.server.ts";
import { publicRules } from "./movies/pictures/rules.server.ts";
import { ALIVE, paths } from "./paths.ts";
import { openMembership } from "./visitor/membership.server.ts";

const EXIT_AT_MOST_MS = 20_000;
const STOP_EMBEDDED_MS = 15_000;
const RETRY_EMBEDDED_MS = 2_000;

/** Exit codes. After `unusable` a person has to change something; after the others scripts/start.mjs starts again. */
const EXIT = { unusable: 1, crashed: 70, stuck: 75 };

type Process = { database: Database; embedded: Promise<EmbeddedServer> | null };

/** What happens once per process. Returns at once: the database starts in the background, and pages do not wait. */
export function boot(): void {
  const known = globalThis as { movieLottery?: Process };
  // In development this module is evaluated again after each change.
  if (known.movieLottery) return;
  hearOfSiblings();
  const settings = usable(() => {
    const settings = config();
    if (settings.databaseUrl === null) ensureFolder(settings.dataDir);
    signingSecrets();
    return settings;
  });
  hookRequests({
    limits: settings.limits,
    pathName: pathNames([...Object.values(paths), ALIVE, "/readyz"]),
    aliveAt: ALIVE,
    words: refusalWords,
  });
  // In development routes come and go.
  if (settings.production) rememberMatches(remixRouter);
  const atHome = settings.databaseUrl === null;
  const embedded = atHome && settings.embedded === "start" ? startBackground(settings.dataDir) : null;
  const server = embedded ?? (atHome ? joinEmbedded(settings) : null);
  const home = server?.then((server) => () => server.connectionString());
  const database = openDatabase({
    address: home ?? Promise.resolve(() => settings.databaseUrl!),
    direct: home ?? Promise.resolve(() => settings.databaseUrlDirect!),
    settings,
    observe: report,
  });
  openLive({
    address: database.direct,
    notify: (channel) => database.db.raw("select pg_notify(?, '')", [channel]),
    standingsOf,
    pollStandingsOf,
    onFailure: (error) => report({ event: "listener-lost", error }),
  });
  openFilms({ observe: (error) => log("film-memory-failed", describe(error)) });
  openMembership({
    removedSince: latestRemovals,
    saw: keepSightings,
    most: REMOVALS_MAX,
    onFailure: (error) => log("error", { ...describe(error), request: undefined }),
  });
  openForgetting({
    months: settings.forgetAfterMonths,
    onFailure: (error) => log("error", { ...describe(error), request: undefined }),
  });
  openArriving({ onFailure: (error) => log("error", { ...describe(error), request: undefined }) });
  openPictures({
    folder: join(settings.dataDir, "posters"),
    maxBytes: settings.posters.maxBytes,
    rules: publicRules(settings.posters),
    secrets: signingSecrets(),
    observe: (failure) => log("poster-missing", { ...failure, request: undefined }),
  });
  // Only at home: a hosted database has backups of its own.
  if (embedded && settings.production) {
    keepDailyBackups({
      folder: join(settings.dataDir, "backups"),
      address: async () => (await embedded).connectionString(),
      onBackup: () => log("backup"),
      onFailure: (error) => log("backup-failed", describe(error)),
    });
  }
  known.movieLottery = { database, embedded };
  handleEnd({ database, embedded });
  if (settings.production) watchLoop({ stuckMs: settings.stuckMs, exitCode: EXIT.stuck });
}

function refusalWords(language: Language, reason: Reason): RefusalWords {
  const words = wordsOf(i18nOf(language));
  return {
    title: words(`error.${reason}.title`),
    text: words(`error.${reason}.text`),
    back: words("error.back"),
  };
}

function usable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof ConfigError || error instanceof Error ? error.message : String(error);
    process.stderr.write(`${reason}\n`);
    return process.exit(EXIT.unusable);
  }
}

async function startBackground(dataDir: string): Promise<EmbeddedServer> {
  for (;;) {
    try {
      return await startEmbedded({ dataDir, onEvent: (event) => log("embedded", event) });
    } catch (error) {
      if (error instanceof DataFolderBusy || error instanceof EmbeddedUnavailable) {
        // Waiting does not help: a person has to change something.
        process.stderr.write(`${error.message}\n`);
        process.exit(EXIT.unusable);
      }
      log("embedded-failed", describe(error));
      await delay(RETRY_EMBEDDED_MS, undefined, { ref: false });
    }
  }
}

type Reported =
  Parameters<Parameters<typeof openDatabase>[0]["observe"]>[0] | { event: "listener-lost"; error: unknown };

/** Reads that no page shows as its own: the counts beside filters, and who was removed. */
const ASIDE = new Set(["library-counts", "removals"]);

function report(event: Reported): void {
  if (event.event === "read") return noteRead(ASIDE.has(event.name) ? { ...event, source: "fresh" } : event);
  if (event.event === "write") return noteWrite(event);
  if (event.event === "tables") return log(event.event, { ...event, request: undefined });
  const { error, ...facts } = event;
  const { stack: _, ...short } = describe(error);
  // Work in the background belongs to no request, even when a request started it.
  const request = ["migration-failed", "listener-lost"].includes(event.event) ? { request: undefined } : {};
  log(event.event, { ...facts, ...request, ...short, ...remedyFor(error) });
}

function remedyFor(error: unknown): { reason?: WhyUnreached; advice?: string } {
  if (failureKind(error) !== "unreachable") return {};
  const reason = whyUnreached(error);
  return { reason, advice: REMEDY[reason] };
}

/** Ends the process in order: on signals, after a crash, and when the program that started it is gone. */
function handleEnd(parts: Process): void {
  let ending = false;
  const end = async (code: number) => {
    // With npm a Ctrl-C arrives twice, from the terminal and from npm, so a second signal means nothing.
    if (ending) return;
    ending = true;
    // If there is nothing left to wait for, the process ends by itself before the last line is reached.
    process.exitCode = code;
    setTimeout(() => process.exit(code), EXIT_AT_MOST_MS).unref();
    await closeDown(parts).catch((error: unknown) => log("closing-failed", describe(error)));
    process.exit(code);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.on(signal, () => void end(0));
  }
  for (const stream of [process.stdout, process.stderr]) {
    // The end of a reader of our log must not end the app, and there is nowhere left to report it.
    stream.on("error", () => {});
  }
  process.on("unhandledRejection", (error) => log("unhandled-rejection", describe(error)));
  process.on("uncaughtException", (error) => {
    const sentence = cannotListen(error);
    if (sentence) process.stderr.write(`${sentence}\n`);
    else log("uncaught-exception", describe(error));
    void end(sentence ? EXIT.unusable : EXIT.crashed);
  });
  // The channel to scripts/start.mjs closes when that ends, in whatever way. Without start.mjs there is no channel.
  process.once("disconnect", () => void end(0));
  const { connected } = process as { connected?: boolean };
  if (connected === false) void end(0);
}

async function closeDown({ database, embedded }: Process): Promise<void> {
  endEventStreams();
  await requestsDone({ atMostMs: config().shutdownMs });
  await Promise.all([database.close(), closeLive()]);
  if (embedded) await siblingsGone();
  // A server that is still starting has nothing to lose, and ends with this process.
  const started = await Promise.race([embedded, delay(0, undefined, { ref: false })]);
  await Promise.race([started?.stop(), delay(STOP_EMBEDDED_MS, undefined, { ref: false })]);
}

/** What to change when the port or the address is not available; null for any other error. */
function cannotListen(error: NodeJS.ErrnoException & { port?: number; hostname?: string }): string | null {
  const { host } = config();
  if (error.syscall === "getaddrinfo" && error.hostname === host) {
    return `HOST is ${host}, which is no address of this machine (${error.code}).`;
  }
  // One of several processes has the program that started them listen, and hears of "bind".
  if (error.syscall !== "listen" && error.syscall !== "bind") return null;
  if (error.code === "EADDRINUSE") {
    return `Port ${error.port} is taken by another program (EADDRINUSE). Stop that one, or set PORT.`;
  }
  return `Cannot listen on ${host ?? "all interfaces"}, port ${error.port}: ${error.code}. Change HOST or PORT.`;
}
