import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import sharp from "sharp";
import { createLottery, type Film } from "#tests/support/lotteries.ts";
import { newVisitor } from "#tests/support/visitor.ts";
import { atEnd } from "./closing.ts";

const POSTERS = 25;
const FETCHED_WITHIN_MS = 60_000;

/** A host of 25 posters of all sizes, as busy as photographs: noise compresses as badly as they do. */
export async function startGallery(): Promise<{ url: string }> {
  const pictures = await Promise.all(Array.from({ length: POSTERS }, (_, index) => picture(index)));
  const server = http.createServer((request, response) => {
    const number = Number(/(\d+)/.exec(request.url ?? "")?.[1] ?? 0);
    response.writeHead(200, { "Content-Type": "image/jpeg" }).end(pictures[number % POSTERS]);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function picture(index: number): Promise<Buffer> {
  const width = 200 + ((index * 173) % 1_800);
  const mean = 60 + ((index * 37) % 140);
  const noise = { type: "gaussian" as const, mean, sigma: 25 };
  return sharp({ create: { width, height: Math.round(width * 1.5), channels: 3, background: "#000", noise } })
    .blur(1.2)
    .jpeg()
    .toBuffer();
}

/** A lottery of 25 films, each with one of these posters, which have all been fetched already; answers its path. */
export async function createGallery(admin: Client, url: string, posters: string): Promise<string> {
  const films = Array.from({ length: POSTERS }, (_, index): Film => [
    `Фильм номер ${index + 1}`,
    1950 + index,
  ]);
  const visitor = newVisitor(url);
  const path = await createLottery(visitor, films);
  // Typed addresses have to be https, which no host on this machine can be.
  await admin.query("update entries set poster_url = $1 || position || '.jpg' where lottery_id = $2", [
    `${posters}/`,
    path.slice("/l/".length),
  ]);
  const until = performance.now() + FETCHED_WITHIN_MS;
  const { document } = await visitor.get(path);
  const wanted = [...document.querySelectorAll("img")].map((image) => image.getAttribute("src")!);
  if (wanted.length < POSTERS) throw new Error(`${wanted.length} posters on the page`);
  for (const address of wanted) {
    while ((await visitor.get(address)).status !== 200) {
      if (performance.now() > until) throw new Error(`the poster ${address} does not come`);
      await sleep(100);
    }
  }
  return path;
}
