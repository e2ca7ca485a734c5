import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { config } from "#app/config.server.ts";
import { requestContext } from "./request-context.server.ts";

/** A customer is given a whole network of IPv6 addresses, so whoever has one of them has all. */
const NETWORK_BITS = 64;

/** For a client whose connection was gone before its address could be read. */
const NOBODY = "unknown";

/**
 * Who sent the current request, as limits count it: an IPv4 address, or the /64 network of an IPv6 address. Outside of
 * requests "unknown". Never to be logged.
 */
export function clientAddress(): string {
  return requestContext()?.client ?? NOBODY;
}

/**
 * Who sent a request, as limits count it. With trusted proxies it is the address that the farthest of them has seen,
 * counted from the end of X-Forwarded-For: what stands before it was written by the client. A list that is too short, or
 * has something else in that place, came by another way, and the connection's own address is taken.
 */
export function clientOf(
  { headers, socket }: Pick<IncomingMessage, "headers"> & { socket: { remoteAddress?: string } },
  { trustedProxies } = config(),
): string {
  const connected = countedAs(socket.remoteAddress ?? "") ?? NOBODY;
  if (trustedProxies === 0) return connected;
  const seen = String(headers["x-forwarded-for"] ?? "").split(",");
  return countedAs(seen.at(-trustedProxies)?.trim() ?? "") ?? connected;
}

/** The one name under which all addresses of a client are counted; null for a text that is no address. */
function countedAs(text: string): string | null {
  // Checked here because ipaddr.js also accepts "1" and "0x7f.1".
  if (isIP(text) === 0) return null;
  // An IPv4 address that came through an IPv6 socket becomes IPv4 again.
  const address = ipaddr.process(text);
  if (address.kind() === "ipv4") return address.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/${NETWORK_BITS}`);
  return `${network.toString()}/${NETWORK_BITS}`;
}
