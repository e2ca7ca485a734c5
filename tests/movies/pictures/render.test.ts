import { crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { FORMS, nameOf, render } from "#app/movies/pictures/render.server.ts";
import { picture } from "#tests/support/image-host.ts";

describe.each(["jpeg", "png", "webp", "avif"] as const)("a %s", (format) => {
  test("comes in two sizes, each in two formats", async () => {
    const forms = await render(await picture({ format, width: 500, height: 700 }));
    for (const form of FORMS) {
      const made = await sharp(forms.get(nameOf(form))).metadata();
      expect([made.format, made.width, made.height]).toEqual([form.format, form.width, form.width * 1.5]);
    }
  });
});

test("nothing that it carried besides comes along", async () => {
  const carrying = await sharp(await picture())
    .withMetadata({ exif: { IFD0: { Copyright: "somebody", ImageDescription: "where it was taken" } } })
    .toBuffer();
  expect(carrying.includes("where it was taken")).toBe(true);
  for (const made of (await render(carrying)).values()) {
    expect(made.includes("where it was taken")).toBe(false);
    expect((await sharp(made).metadata()).exif).toBeUndefined();
  }
});

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="600"><rect width="400" height="600"/></svg>`;

test.each([
  ["HTML", Buffer.from("<h1>Hi</h1>"), "not a picture"],
  ["SVG", Buffer.from(SVG), "not a picture"],
  ["GIF", Buffer.from("GIF89a"), "not a picture"],
  ["nothing", Buffer.alloc(0), "not a picture"],
  ["only the beginning of a JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), "unreadable"],
  ["half a picture", (await picture()).subarray(0, 700), "unreadable"],
  ["a strip", await picture({ width: 400, height: 2 }), "too small"],
])("%s is refused", async (_, bytes, reason) => {
  await expect(render(bytes)).rejects.toThrow(reason);
});

test("a picture of 30,000 × 30,000 pixels is refused before it fills the memory", async () => {
  const huge = await picture({ format: "png" });
  // Width and height stand in the head, behind its name, and its sum behind it.
  huge.writeUInt32BE(30_000, 16);
  huge.writeUInt32BE(30_000, 20);
  huge.writeUInt32BE(crc32(huge.subarray(12, 29)), 29);
  expect((await sharp(huge, { limitInputPixels: false }).metadata()).width).toBe(30_000);
  const before = process.memoryUsage().rss;
  await expect(render(huge)).rejects.toThrow("unreadable");
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});
