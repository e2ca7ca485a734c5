// A thread of its own: loading the libraries and drawing take up to half a second that pages should not wait for.
import { parentPort } from "node:worker_threads";
import sharp from "sharp";
import type { LinkCard } from "#app/domain/lottery/link-card.ts";
import { sceneOf } from "./scene.server.ts";

sharp.cache(false);
sharp.concurrency(1);

parentPort!.on("message", (card: LinkCard) => void paint(card));

/** An error in here ends the thread; the painter hears of it. */
async function paint(card: LinkCard): Promise<void> {
  const png = await sharp(Buffer.from(sceneOf(card)))
    .png({ compressionLevel: 9 })
    .toBuffer();
  parentPort!.postMessage(new Uint8Array(png));
}
