import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import * as z from "zod";
import { startImport } from "#app/data/library/writes.server.ts";
import { tidyLine } from "#app/domain/text.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import { clientAddress } from "#app/http/client-address.server.ts";
import type { Upload } from "#app/http/read-upload.server.ts";
import { nameLinks } from "#app/movies/files/name-links.server.ts";
import { readAside } from "#app/movies/files/reading-aside.server.ts";
import { paths } from "#app/paths.ts";
import { maySearch } from "#app/visitor/search-quota.server.ts";
import type { Sender } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { answerTo } from "./form-answer.ts";

type Options = { language: "ru" | "en"; signal: AbortSignal };

const FILE_NAME_MAX = 100;

/**
 * Reads a list and a file, and leads to the page that shows what is in them. 422 or 413 with what is wrong with either,
 * 403 for a sender without a cookie, who would not find it again, 409 when the form has imported other films, 429, 503.
 */
export async function look({ fields, file }: Upload, { visitor, known, cookie }: Sender, options: Options) {
  const submitKey = z.uuid().safeParse(fields.get("submitKey")).data;
  if (!submitKey) throw refuse({ reason: "unknown-command" });
  const text = fields.get("text") ?? "";
  const fileName = tidyLine((file?.name ?? "").slice(-FILE_NAME_MAX));
  const sent = { submitKey, text, fileName };
  const headers: HeadersInit = cookie ? { "Set-Cookie": cookie } : {};
  if (!known) return data(answerTo(sent, { unsaved: "no-cookie" }), { status: 403, headers });
  const now = Date.now();
  const naming = { ...options, thisYear: new Date(now).getUTCFullYear(), may: maySearch };
  const fileBytes = file?.bytes?.length ?? 0;
  // Reading counts, whatever comes of it: it is what takes long.
  const result = await withinQuota(
    { kind: "import", form: fields, fileBytes, visitorId: visitor.id },
    async () => {
      const read = await readAside({ text, file, now }, clientAddress(), (lines) => nameLinks(lines, naming));
      if ("problems" in read) return read;
      return startImport({ ...read.reading, clubId: visitor.clubId, fileName, submitKey, now });
    },
  );
  if ("problems" in result) {
    const tooLarge = Object.values(result.problems).includes("too-large");
    return data(answerTo(sent, result), { status: tooLarge ? 413 : 422, headers });
  }
  if (!result.ok) {
    return data(answerTo(sent, { unsaved: result.saved }), { status: unsavedStatus(result.saved), headers });
  }
  if (result.value === null) {
    const fresh = { submitKey: randomUUID(), conflict: true };
    return data(answerTo(sent, fresh), { status: 409, headers });
  }
  return seeOther(paths.importOf(result.value), cookie);
}
