import http from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip } from "node:zlib";
import { filled, headersOf, type Page } from "./pages.ts";
import type { Recording } from "./bare-server.ts";

/** Asks for a page once as a browser does; answers exactly what came. Throws when it was not the page. */
export async function exchange(page: Page, url: string, cookie: string): Promise<Recording> {
  const { method, path, status } = page;
  const body = page.body && filled(page.body);
  const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
  const request = http.request(url + path, {
    method,
    headers: { ...headersOf(page, url, cookie), ...length },
  });
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once("response", resolve).once("error", reject);
  });
  request.end(body);
  const response = await answered;
  const bytes = Buffer.concat((await response.toArray()) as Buffer[]);
  const text = await decoded(bytes, response.headers["content-encoding"]);
  if (response.statusCode !== status) throw new Error(`${page.name}: ${response.statusCode}\n${text}`);
  if (page.shows && !text.includes(page.shows)) {
    throw new Error(`${page.name}: not made from the database, “${page.shows}” is missing`);
  }
  return { method, path, status, headers: ownHeaders(response.rawHeaders), body: bytes.toString("base64") };
}

async function decoded(bytes: Buffer, encoding: string | undefined): Promise<string> {
  if (encoding === "br") return (await promisify(brotliDecompress)(bytes)).toString("utf8");
  if (encoding === "gzip") return (await promisify(gunzip)(bytes)).toString("utf8");
  return bytes.toString("utf8");
}

/** Without those that node writes itself. */
function ownHeaders(raw: string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    if (/^(connection|keep-alive|date|transfer-encoding)$/i.test(raw[index]!)) continue;
    kept.push(raw[index]!, raw[index + 1]!);
  }
  return kept;
}
