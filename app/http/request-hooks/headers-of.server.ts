import type { IncomingMessage } from "node:http";

/** The headers of node's own request, with the `get` of a Request's. */
export function headersOf({ headers }: IncomingMessage): Pick<Headers, "get"> {
  return {
    get(name) {
      const value = headers[name.toLowerCase()];
      return value === undefined ? null : String(value);
    },
  };
}
