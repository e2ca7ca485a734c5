import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";

/** From where pictures may come. Tests bring their own; nothing in the app does. */
export type Rules = {
  /** Why a picture of this address is not fetched, or null. */
  objection: (url: URL) => string | null;
  /** The addresses of the machines of this name. */
  resolve: (host: string) => Promise<{ address: string; family: number }[]>;
  /** Whether a picture of this URL may be fetched from the machine with this address. */
  mayConnect: (address: string, url: URL) => boolean;
};

/**
 * Any public host, by https and by its name, unless nothing but `origins` is to be asked. Those are of one's own network,
 * whatever they are and wherever they lead.
 */
export function publicRules({ anywhere, origins }: { anywhere: boolean; origins: readonly string[] }): Rules {
  return {
    objection(url) {
      if (origins.includes(url.origin)) return null;
      return anywhere ? objection(url) : "another origin";
    },
    resolve: (host) => lookup(host, { all: true }),
    mayConnect: (address, url) => origins.includes(url.origin) || isPublic(address),
  };
}

/** Nothing of this machine, of its networks, of the cloud it runs in, or of what only leads there. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // ::ffff:127.0.0.1 is 127.0.0.1.
  return ipaddr.process(address).range() === "unicast";
}

/** `url` was parsed, so odd spellings of numbers are plain by now. */
function objection({ protocol, username, password, port, hostname }: URL): string | null {
  if (protocol !== "https:") return "not https";
  if (username || password) return "credentials";
  if (port !== "") return "a port";
  // Numbers, and names that only one network knows: without a dot, or with one at their end.
  if (hostname.startsWith("[") || ipaddr.isValid(hostname)) return "no name";
  return /^[^.]+(?:\.[^.]+)+$/.test(hostname) ? null : "no public name";
}
