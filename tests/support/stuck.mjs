// Loaded into the app by NODE_OPTIONS: a request for /stuck?how=… makes the program stuck in the way that it names.
import { execFileSync } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";

const WAYS = { loop: spinForEver, pattern: backtrackForEver, promises: promiseForEver, call: waitForEver };

subscribe("http.server.request.start", (message) => {
  const { request } = /** @type {{ request: import("node:http").IncomingMessage }} */ (message);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const how = /** @type {keyof typeof WAYS} */ (searchParams.get("how"));
  if (pathname === "/stuck") WAYS[how]();
});

function spinForEver() {
  while (performance.now() > 0);
}

function backtrackForEver() {
  if (/^(a+)+$/.test(`${"a".repeat(60)}b`)) throw new Error("it matches");
}

function promiseForEver() {
  void Promise.resolve().then(promiseForEver);
}

/** In a system call, where nobody can ask for the stack. */
function waitForEver() {
  execFileSync("sleep", ["600"]);
}
