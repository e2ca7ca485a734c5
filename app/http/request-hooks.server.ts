import morgan from "morgan";
import { config } from "#app/config.server.ts";
import type { Language } from "#app/copy/language.ts";
import { checkOften, isClosing, setLimits, whenListening, type Limits } from "./listening.server.ts";
import { inRequestContext } from "./request-context.server.ts";
import { isHttps, ONLY_HTTPS } from "./secure.server.ts";
import { fewAtOnce } from "./request-hooks/few-at-once.server.ts";
import type { RequestHook, ServerHook, StartHook } from "./request-hooks/hook.server.ts";
import { ALLOWED, judge } from "./request-hooks/judgement.server.ts";
import { waitInLine } from "./request-hooks/line.server.ts";
import { refuseTunnel, standBefore } from "./request-hooks/standing.server.ts";
import { answerRefusal, type Reason, type RefusalWords } from "./request-hooks/refusal-page.server.ts";
import { logRequest } from "./request-hooks/request-line.server.ts";
import { readAway } from "./request-hooks/unread.server.ts";

export type HookOptions = {
  limits: Limits;
  /** Turns an address into what may be logged of it. */
  pathName: (url: string) => string;
  /** The address of the liveness check; it never waits behind pages. */
  aliveAt: string;
  words: (language: Language, reason: Reason) => RefusalWords;
};

const HERE = "tests/http/request-hooks.test.ts";
const PROCESS = "tests/http/process.test.ts";
const LOGS = "tests/http/logs.test.ts";

/**
 * Puts the hooks in their places: everything that is done from outside to the server that remix-serve makes, and to its
 * requests before it sees them, static files included. To be called once, before the server listens. Why not with a
 * server of our own: docs/decisions/015.
 */
export function hookRequests(options: HookOptions): void {
  const { atStart, onServer } = hooksOf(options);
  for (const hook of atStart) hook.atStart();
  whenListening((server) => {
    for (const hook of onServer) hook.onServer(server);
  });
}

/**
 * All hooks; those for requests in the order in which they run. Four of these change the request, and say "Rewrites"
 * first; the others only look at it.
 */
export function hooksOf(options: HookOptions): {
  atStart: readonly StartHook[];
  onServer: readonly ServerHook[];
  onRequest: readonly RequestHook[];
} {
  const onRequest = [
    oneAfterAnother,
    withoutForwardedHost,
    withPathAsTarget,
    withSomeHost,
    logged(options),
    guessesNoType,
    lastOfItsConnection,
    readToItsEnd,
    methodsTold,
    judged(options),
    withoutOrigin,
    fewAtOnce({ ...options, unlimited: !config().production }),
    inContext,
  ];
  return { atStart: [silentLog], onServer: serverHooks(options, onRequest), onRequest };
}

const silentLog: StartHook = {
  does: "remix-serve's own log writes nothing",
  because:
    "It cannot be switched off, and writes addresses with their query, which may hold what people typed.",
  test: [LOGS, "nothing else writes lines"],
  atStart: () => void morgan.format("tiny", () => undefined),
};

function serverHooks({ limits }: HookOptions, onRequest: readonly RequestHook[]): ServerHook[] {
  return [
    {
      does: "Limits how long heads, whole requests and idle connections may take",
      because: "remix-serve has no options for them, and node waits for ever for who never reads an answer.",
      test: [PROCESS, "one that never reads what it asked for"],
      onServer: (server) => setLimits(server, limits),
    },
    {
      does: "Has slow clients looked for every few seconds",
      because: "Node looks every 30 s, whatever the limits, unless createServer() was told otherwise.",
      test: [PROCESS, "one that never ends its headers, on the very first connection"],
      onServer: (server) => checkOften(server, limits),
    },
    {
      does: "Takes every request first, and hands it to remix-serve after the hooks below",
      because: "A listener beside remix-serve's own could neither hold a request back nor answer it.",
      test: [HERE, "%s is 405 everywhere"],
      onServer: (server) => standBefore(server, onRequest),
    },
    {
      does: "Refuses CONNECT like every other unknown method",
      because: "Node hands it to no request listener, and cuts the connection without a word.",
      test: [HERE, "CONNECT is 405 too"],
      onServer: (server) => void server.on("connect", refuseTunnel),
    },
  ];
}

const oneAfterAnother: RequestHook = {
  does: "A connection is answered one request after another, and cut when it sends too many ahead",
  because:
    "Node hands over all that one packet brings, up to 2,300 requests, and remix-serve would begin them all.",
  test: [HERE, "that sends thousands ahead is cut, with one line in the log"],
  onRequest: waitInLine,
};

const withoutForwardedHost: RequestHook = {
  does: "Rewrites: X-Forwarded-Host is taken away",
  because:
    "@remix-run/express makes the port of every address of it, whoever sent it, and throws if it is none.",
  test: [HERE, "X-Forwarded-Host says nothing about this server"],
  onRequest({ request }, next) {
    delete request.headers["x-forwarded-host"];
    next();
  },
};

const withPathAsTarget: RequestHook = {
  does: "Rewrites: a target that is a whole URL becomes its path, and its host the Host",
  because:
    "Servers have to take it (RFC 9112 §3.2.2); Remix puts it behind the Host, which makes no address.",
  test: [HERE, "GET %s is that page"],
  onRequest({ request }, next) {
    const whole = /^https?:\/\/([^/?]*)(.*)$/is.exec(request.url ?? "");
    if (whole) {
      request.headers.host = whole[1];
      request.url = whole[2]?.startsWith("/") ? whole[2] : `/${whole[2]}`;
    }
    next();
  },
};

const withSomeHost: RequestHook = {
  does: "Rewrites: a request without Host is one to localhost",
  because: "HTTP/1.0 has none and an empty one is allowed; Remix would see the page http://undefined/.",
  test: [HERE, "HTTP/1.0 needs none"],
  onRequest({ request }, next) {
    request.headers.host ||= "localhost";
    next();
  },
};

const logged = ({ pathName }: HookOptions): RequestHook => ({
  does: "A request has an id, and is one line of the log when it is over",
  because: "What becomes of a request must be found again, also when no page of ours answers it.",
  test: [LOGS, "with its id, how long it took, and where its data came from"],
  onRequest(exchange, next) {
    const { request, response, context, atEnd } = exchange;
    response.setHeader("X-Request-Id", context.id);
    // Worked out now, because Express shortens a file's address while it looks for the file.
    const path = pathName(request.url ?? "");
    atEnd.push(() => logRequest(exchange, path));
    next();
  },
});

const guessesNoType: RequestHook = {
  does: "Every answer forbids browsers to guess what it is, and over https to come any other way",
  because: "Files and refusals pass by the code that gives pages their headers.",
  test: [HERE, "a file forbids guessing its type"],
  onRequest({ response }, next) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (isHttps()) response.setHeader("Strict-Transport-Security", ONLY_HTTPS);
    next();
  },
};

const lastOfItsConnection: RequestHook = {
  does: "While the process ends, every answer is the last of its connection",
  because: "Node closes connections that are idle by then, but would keep those that become so later.",
  test: [PROCESS, "by %s, even twice: refuses new connections"],
  onRequest({ response }, next) {
    if (isClosing()) response.setHeader("Connection", "close");
    next();
  },
};

const readToItsEnd: RequestHook = {
  does: "The rest of a form that was refused unread is read away, and the connection is cut when that is too much",
  because: "Remix stops reading where its reader stops, and the connection then answers nothing any more.",
  test: [HERE, "a form that is refused unread leaves its connection free"],
  onRequest: readAway,
};

const methodsTold: RequestHook = {
  does: "OPTIONS is told which methods there are",
  because: "Remix answers it with the page of an error.",
  test: [HERE, "OPTIONS %s tells which there are"],
  onRequest({ request, response }, next) {
    if (request.method === "OPTIONS") response.writeHead(204, { Allow: ALLOWED }).end();
    else next();
  },
};

const judged = ({ words }: HookOptions): RequestHook => ({
  does: "Refuses what its head shows to be of no use",
  because:
    "A refusal costs a hundredth of a page; what it refuses Remix answers with an empty 500, or is slow about.",
  test: [HERE, "thousands of slashes are no page"],
  onRequest({ request, response }, next) {
    const reason = judge(request);
    if (reason) void answerRefusal(request, response, { reason, words });
    else next();
  },
});

const withoutOrigin: RequestHook = {
  does: "Rewrites: the Origin of a form that was found to be ours is taken away",
  because:
    "Remix compares it with Host, knows neither PUBLIC_URL nor Sec-Fetch-Site, and answers with an empty 500.",
  test: ["tests/http/foreign-forms.test.ts", "the public origin, and a proxy that names itself"],
  onRequest({ request }, next) {
    if (request.method === "POST") delete request.headers.origin;
    next();
  },
};

const inContext: RequestHook = {
  does: "All that is done for a request can ask whose it is",
  because: "remix-serve gives loaders and actions no context of ours (getLoadContext).",
  test: [LOGS, "requests that share a connection keep their own lines"],
  onRequest: ({ context }, next) => inRequestContext(context, next),
};
