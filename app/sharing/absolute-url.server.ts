import { networkInterfaces } from "node:os";
import { config } from "#app/config.server.ts";
import { listeningPort } from "#app/http/listening.server.ts";

/**
 * Makes a path absolute for other people: with PUBLIC_URL, else with the address of this machine in its network, as
 * remix-serve prints it. Never from request headers, which anyone can write.
 */
export function absoluteUrl(path: string): string {
  return (
    (config().publicUrl ?? `http://${config().host ?? lanAddress() ?? "localhost"}:${listeningPort()}`) + path
  );
}

function lanAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flat();
  return all.find((each) => each?.family === "IPv4" && !each.internal)?.address;
}
