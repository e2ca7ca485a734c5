import { constants, crc32, deflateRawSync } from "node:zlib";

/**
 * A finished text with holes for the few values that are new each time it is sent. `holes` says which value belongs
 * after each part but the last.
 */
export type Template = { parts: readonly Buffer[]; holes: readonly number[]; lengths: readonly number[] };

/**
 * Takes these values out of a text, wherever they stand. They are made of letters, digits, hyphens and underscores, and
 * are unguessable, so that nobody can have written one of them into the text.
 */
export function templateOf(text: string, values: readonly string[]): Template {
  const parts: Buffer[] = [];
  const holes: number[] = [];
  const pattern = new RegExp(values.join("|"), "g");
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(Buffer.from(text.slice(from, match.index)));
    holes.push(values.indexOf(match[0]));
    from = match.index + match[0].length;
  }
  parts.push(Buffer.from(text.slice(from)));
  return { parts, holes, lengths: values.map((value) => value.length) };
}

/** The text with these values in its holes. */
export function filled({ parts, holes }: Template, values: readonly Buffer[]): Buffer {
  const pieces = parts.flatMap((part, index) =>
    index < holes.length ? [part, values[holes[index]!]!] : [part],
  );
  return Buffer.concat(pieces);
}

/**
 * The parts of a template, each compressed so that a stored block may follow: raw deflate (RFC 1951), ending at a whole
 * byte. What was sent before serves each part as dictionary, except for what was in the holes.
 */
export function deflated({ parts, holes, lengths }: Template): Buffer[] {
  let sent = Buffer.alloc(0);
  return parts.map((part, index) => {
    const dictionary = sent.subarray(-WINDOW);
    // The text has no NUL, so no part refers to a hole.
    const hole = Buffer.alloc(index < holes.length ? lengths[holes[index]!]! : 0);
    sent = Buffer.concat([sent, part, hole]);
    return deflateRawSync(part, { level: 9, dictionary, finishFlush: constants.Z_SYNC_FLUSH });
  });
}

const WINDOW = 32_768;
/** RFC 1952: magic number, deflate, no flags, no time, best compression, unknown system. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff]);
const LAST_BLOCK = Buffer.from([1, 0, 0, 0xff, 0xff]);

/** The text as a gzip file (RFC 1952), from its compressed parts: compressing it anew costs twenty times as much. */
export function gzipFilled(
  template: Template,
  compressed: readonly Buffer[],
  values: readonly Buffer[],
): Buffer {
  const text = filled(template, values);
  const blocks = values.map(storedBlock);
  const pieces = compressed.flatMap((part, index) =>
    index < template.holes.length ? [part, blocks[template.holes[index]!]!] : [part],
  );
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(text), 0);
  trailer.writeUInt32LE(text.length, 4);
  return Buffer.concat([GZIP_HEADER, ...pieces, LAST_BLOCK, trailer]);
}

/** A block that is not compressed (RFC 1951 §3.2.4). */
function storedBlock(value: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt16LE(value.length, 1);
  head.writeUInt16LE(value.length ^ 0xffff, 3);
  return Buffer.concat([head, value]);
}
