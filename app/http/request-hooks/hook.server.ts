import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { RequestContext } from "../request-context.server.ts";

/** One request and its answer, on their way through the hooks. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly context: RequestContext;
  /** What is to be done once the answer was sent, or nobody is there any more to read it. */
  readonly atEnd: (() => void)[];
};

/** Why a hook is there. */
type Hook = {
  does: string;
  /** What remix-serve, Remix or node would do without it. */
  because: string;
  /** The test that fails without it: its file, and its title or the beginning of it. */
  test: readonly [file: string, title: string];
};

/** Done once, before remix-serve makes its server. */
export type StartHook = Hook & { atStart: () => void };

/** Done to the server, before its first connection. */
export type ServerHook = Hook & { onServer: (server: Server) => void };

/** Done to every request: goes on with `next`, now or later, or answers the request itself. */
export type RequestHook = Hook & { onRequest: (exchange: Exchange, next: () => void) => void };

/** Takes a request through all hooks in their order, and then to `serve`. */
export function runHooks(hooks: readonly RequestHook[], exchange: Exchange, serve: () => void): void {
  const goOn = (from: number) => {
    const hook = hooks[from];
    if (hook) hook.onRequest(exchange, () => goOn(from + 1));
    else serve();
  };
  goOn(0);
}
