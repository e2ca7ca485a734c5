import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Below this it costs more than it saves. */
const WORTH_IT_BYTES = 1_024;

/**
 * A document as the browser accepts it, compressed in one go: remix-serve's stream compressor costs about three times
 * as much, and leaves alone what is encoded already. Sets Content-Encoding and Vary.
 */
export function compressed(body: Buffer, request: Request, headers: Headers): Buffer {
  const accepted = request.headers.get("Accept-Encoding") ?? "";
  if (body.length < WORTH_IT_BYTES) return body;
  headers.append("Vary", "Accept-Encoding");
  if (accepts(accepted, "br")) {
    headers.set("Content-Encoding", "br");
    return brotliCompressSync(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    });
  }
  if (!accepts(accepted, "gzip")) return body;
  headers.set("Content-Encoding", "gzip");
  return gzipSync(body, { level: 5 });
}

/** Listed, and not with a weight of nothing (RFC 9110 §12.5.3). */
function accepts(header: string, coding: string): boolean {
  return header.split(",").some((part) => {
    const [name = "", ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return name === coding && !parameters.some((each) => /^q=0(\.0*)?$/.test(each));
  });
}
