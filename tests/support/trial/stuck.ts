import { execFileSync } from "node:child_process";
import type { LoaderFunctionArgs } from "@remix-run/node";

/** Gets stuck in the way that the query names. Only the trial build has this route, see remix.config.js. */
export function loader({ request }: LoaderFunctionArgs): Response {
  const how = new URL(request.url).searchParams.get("how");
  const ways = { loop: spinForEver, pattern: backtrackForEver, promises: promiseForEver, call: waitForEver };
  ways[how as keyof typeof ways]();
  return new Response("it went on");
}

// Has an effect, or the bundler would leave the loop out.
function spinForEver(): void {
  while (performance.now() > 0);
}

function backtrackForEver(): void {
  if (/^(a+)+$/.test(`${"a".repeat(60)}b`)) throw new Error("it matches");
}

function promiseForEver(): void {
  void Promise.resolve().then(promiseForEver);
}

/** In a system call, where nobody can ask for the stack. */
function waitForEver(): void {
  execFileSync("sleep", ["600"]);
}
