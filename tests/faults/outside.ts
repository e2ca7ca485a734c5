import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { atEnd } from "#tests/bench/closing.ts";

/** Whom the app asks besides its database: a provider of movie data, and a host of pictures. */
export type Outside = {
  /** What the app is to be started with. */
  settings: Record<string, string>;
  /** Where a poster may stand. */
  images: string;
  /** From now on this one takes every question and answers none, until it hangs no more. */
  hang: (who: "provider" | "images", hanging: boolean) => void;
};

/**
 * Both on loopback: the provider knows no film, and the host of pictures breaks every connection off, as nothing here has
 * a certificate.
 */
export async function startOutside(): Promise<Outside> {
  const hanging = { provider: false, images: false };
  const waiting = { provider: new Set<net.Socket>(), images: new Set<net.Socket>() };
  const hold = (who: keyof typeof waiting, socket: net.Socket) => {
    waiting[who].add(socket.on("close", () => waiting[who].delete(socket)));
  };
  const provider = http.createServer((request, response) => {
    if (hanging.provider) return hold("provider", request.socket);
    response.writeHead(200, { "content-type": "application/json" }).end('{"results":[]}');
  });
  const images = net.createServer((socket) => {
    socket.on("error", () => {});
    if (hanging.images) hold("images", socket);
    else socket.destroy();
  });
  const [providerPort, imagesPort] = [await listening(provider), await listening(images)];
  atEnd(() => {
    provider.closeAllConnections();
    for (const server of [provider, images]) server.close();
    for (const sockets of Object.values(waiting)) for (const socket of sockets) socket.destroy();
  });
  const origin = `https://127.0.0.1:${imagesPort}`;
  return {
    settings: {
      TMDB_TOKEN: "none is looked at",
      TMDB_URL: `http://127.0.0.1:${providerPort}`,
      POSTERS_FROM: "origins",
      POSTER_ORIGINS: origin,
      ADDRESS_SEARCHES: "1000000",
    },
    images: origin,
    hang(who, so) {
      hanging[who] = so;
      if (!so) for (const socket of waiting[who]) socket.destroy();
    },
  };
}

async function listening(server: net.Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
