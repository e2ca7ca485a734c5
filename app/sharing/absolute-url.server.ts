import { networkInterfaces } from "node:os";
import { config } from "#app/config.server.ts";
import { listeningPort } from "#app/http/listening.server.ts";

/**
 * Makes a path absolute for people elsewhere: on PUBLIC_URL, else on the address this machine has in its network, as
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
