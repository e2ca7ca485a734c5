import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";

export type ImageHost = {
  /** Its origin. */
  url: string;
  /** The paths that it was asked for. */
  asked: string[];
  close: () => Promise<void>;
};

/** A picture of one colour. */
export function picture({
  width = 400,
  height = 600,
  format = "jpeg",
}: { width?: number; height?: number; format?: "jpeg" | "png" | "webp" | "avif" } = {}): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: "#c8372d" } })
    .toFormat(format)
    .toBuffer();
}

/** A server of pictures on loopback that misbehaves by the address it is asked for. */
export async function startImageHost(address = "127.0.0.1"): Promise<ImageHost> {
  const poster = await picture();
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://host");
    asked.push(pathname);
    if (pathname.startsWith("/redirect")) {
      return response.writeHead(302, { Location: searchParams.get("to") ?? "/poster.jpg" }).end();
    }
    if (pathname === "/hangs") return;
    if (pathname === "/stops") return void response.writeHead(200).write(poster.subarray(0, 100));
    if (pathname === "/endless") {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
      };
      response.on("drain", more);
      return more();
    }
    if (pathname === "/missing") return response.writeHead(404).end("<h1>no</h1>");
    if (pathname === "/page")
      return response.writeHead(200, { "Content-Type": "image/jpeg" }).end("<h1>Hi</h1>");
    return response.writeHead(200, { "Content-Type": "text/html" }).end(poster);
  });
  server.listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
