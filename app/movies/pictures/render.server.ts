import { NoPicture } from "./fetch.server.ts";

/** In what forms a poster is kept: widths in pixels for plain and for dense screens. */
export const WIDTHS = [200, 400] as const;
export const FORMATS = ["webp", "jpeg"] as const;
export type Form = { width: (typeof WIDTHS)[number]; format: (typeof FORMATS)[number] };
export const FORMS: readonly Form[] = WIDTHS.flatMap((width) => FORMATS.map((format) => ({ width, format })));

/** Three phones' cameras; what claims to be larger would fill the memory. */
const PIXELS_MAX = 40_000_000;
const SECONDS_MAX = 5;
/** A strip of one pixel's width is no poster. */
const SIDE_MIN = 16;

/**
 * A picture anew in each form, without anything that it carried besides: JPEG, PNG, WebP or AVIF by what it holds,
 * whatever it calls itself. Rejects with NoPicture.
 */
export async function render(bytes: Buffer): Promise<Map<string, Buffer>> {
  if (!isPicture(bytes)) throw new NoPicture("not a picture");
  try {
    // With the first picture only: loading it takes as long as a sixth of the whole app's start.
    const { default: sharp } = await import("sharp");
    const source = () =>
      sharp(bytes, { limitInputPixels: PIXELS_MAX, pages: 1 }).timeout({ seconds: SECONDS_MAX });
    const { width, height } = await source().metadata();
    if (Math.min(width, height) < SIDE_MIN) throw new NoPicture("too small");
    const made = await Promise.all(
      FORMS.map(async (form) => {
        const sized = source()
          .rotate()
          .resize(form.width, Math.round(form.width * 1.5), { fit: "cover" });
        const flat = sized.flatten({ background: "#120c0b" });
        const encoded =
          form.format === "webp" ? flat.webp({ quality: 74 }) : flat.jpeg({ quality: 76, mozjpeg: true });
        return [nameOf(form), await encoded.toBuffer()] as const;
      }),
    );
    return new Map(made);
  } catch (error) {
    if (error instanceof NoPicture) throw error;
    throw new NoPicture("unreadable", { cause: error });
  }
}

/** How a form is named among those of one picture. */
export function nameOf({ width, format }: Form): string {
  return `${width}.${format}`;
}

/** By their first bytes, so that no other of the libraries that sharp could call sees any. */
function isPicture(bytes: Buffer): boolean {
  const text = (from: number, to: number) => bytes.toString("latin1", from, to);
  if (text(0, 3) === "\xff\xd8\xff" || text(0, 8) === "\x89PNG\r\n\x1a\n") return true;
  if (text(0, 4) === "RIFF") return text(8, 12) === "WEBP";
  return text(4, 8) === "ftyp" && /^avi[fs]$/.test(text(8, 12));
}
