import { randomUUID } from "node:crypto";
import { requestContext } from "./request-context.server.ts";

/** A key for one form of the current page, a uuid: what is sent twice with it is the same. */
export function submitKeyForPage(): string {
  const key = randomUUID();
  requestContext()?.singleUse.keys.push(key);
  return key;
}

/** The moment as of which the current page tells, in milliseconds since 1970; the same for all of a request. */
export function momentOfPage(): number {
  const singleUse = requestContext()?.singleUse;
  if (!singleUse) return Date.now();
  return (singleUse.moment ??= Date.now());
}
