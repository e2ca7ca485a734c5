import { fromBufferPromise } from "yauzl";
import { IMPORT_BYTES_MAX } from "#app/domain/importing/reading.ts";

/** A file of an archive. Its name says what it holds, and is never a path of this machine. */
export type ZippedFile = { name: string; bytes: Buffer };

/** Letterboxd's archive has a file for each list. */
const ENTRIES_MAX = 2_000;
/** What all files together may become. */
const INFLATED_MAX = 2 * IMPORT_BYTES_MAX;

// Names are not decoded by yauzl, which would refuse the whole archive for one such as "../films.csv".
const OPTIONS = { decodeStrings: false, validateEntrySizes: true, autoClose: false };

/** Whether a file begins like an archive. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The files of an archive whose names are wanted, in memory. What it says about their sizes is held against it: one that
 * would become too large is refused before it does, and one that lies as soon as it has become so.
 */
export async function unzip(
  bytes: Buffer,
  isWanted: (name: string) => boolean,
): Promise<ZippedFile[] | "broken-zip" | "too-large"> {
  try {
    const zip = await fromBufferPromise(bytes, OPTIONS);
    if (zip.entryCount > ENTRIES_MAX) return "too-large";
    const files: ZippedFile[] = [];
    let size = 0;
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString("utf8");
      if (!isWanted(name)) continue;
      size += entry.uncompressedSize;
      if (entry.uncompressedSize > IMPORT_BYTES_MAX || size > INFLATED_MAX) return "too-large";
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
      files.push({ name, bytes: Buffer.concat(chunks) });
    }
    return files;
  } catch (error) {
    // yauzl and zlib have a sentence, and no code, for each of the many ways in which an archive is damaged.
    if (error instanceof Error) return "broken-zip";
    throw error;
  }
}
