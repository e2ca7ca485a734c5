// Makes the icons of public/ anew from favicon.svg: for the home screens of phones, and for what asks for /favicon.ico.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";

const PUBLIC = path.join(import.meta.dirname, "../public");
const ROOM = "#120c0b";
const ticket = readFileSync(path.join(PUBLIC, "favicon.svg"), "utf8").replace(/^<svg[^>]*>|<\/svg>\s*$/g, "");

/** The ticket in the dark room, over `share` of the width; its own picture is 32 units wide. */
function picture(share: number): Buffer {
  const side = 32 / share;
  const margin = (side - 32) / 2;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-margin} ${-margin} ${side} ${side}" width="1024" height="1024">` +
      `<rect x="${-margin}" y="${-margin}" width="${side}" height="${side}" fill="${ROOM}"/>${ticket}</svg>`,
  );
}

async function png(share: number, size: number): Promise<Buffer> {
  return sharp(picture(share)).resize(size, size).png({ compressionLevel: 9, palette: true }).toBuffer();
}

/** An .ico file of one picture, which may be a PNG: https://en.wikipedia.org/wiki/ICO_(file_format) */
function ico(content: Buffer, size: number): Buffer {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(size, 6);
  head.writeUInt8(size, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(content.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, content]);
}

mkdirSync(path.join(PUBLIC, "icons"), { recursive: true });
for (const [file, content] of [
  ["icons/icon-192.png", await png(0.78, 192)],
  ["icons/icon-512.png", await png(0.78, 512)],
  // Of a maskable one only the middle circle, 80 % wide, is sure to be seen.
  ["icons/maskable-512.png", await png(0.58, 512)],
  ["apple-touch-icon.png", await png(0.74, 180)],
  ["favicon.ico", ico(await png(0.94, 32), 32)],
] as const) {
  writeFileSync(path.join(PUBLIC, file), content);
  console.log(`${file}: ${content.length} bytes`);
}
