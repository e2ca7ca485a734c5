import net from "node:net";
import { onTestFinished } from "vitest";

export type DeafProxy = {
  /** The database's address by way of this proxy. */
  url: string;
  /** From now on, connections that exist get no byte through, in either direction, and are never closed. */
  deafen: () => void;
};

/** Stands between the app and a database, to become the network that silently loses a connection. */
export async function deafProxy(databaseUrl: string): Promise<DeafProxy> {
  const { hostname, port } = new URL(databaseUrl);
  const open = new Set<{ down: net.Socket; up: net.Socket; deaf: boolean }>();
  const server = net.createServer((down) => {
    const pair = { down, up: net.connect(Number(port), hostname), deaf: false };
    open.add(pair);
    for (const [from, to] of [
      [pair.down, pair.up],
      [pair.up, pair.down],
    ] as const) {
      from.on("data", (chunk) => void (pair.deaf || to.write(chunk)));
      from.on("end", () => void (pair.deaf || to.end()));
      from.on("error", () => to.destroy());
    }
  });
  const url = new URL(databaseUrl);
  url.port = String(await listening(server));
  onTestFinished(() => {
    for (const { down, up } of open) [down, up].forEach((socket) => socket.destroy());
    server.close();
  });
  const deafen = () => open.forEach((pair) => (pair.deaf = true));
  return { url: url.href, deafen };
}

/** The address of a server that lets itself be called and never says a word. */
export async function silentUrl(): Promise<string> {
  const sockets: net.Socket[] = [];
  const server = net.createServer((socket) => void sockets.push(socket));
  const port = await listening(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `postgres://app:secret@127.0.0.1:${port}/app`;
}

/** The address of a port that nobody listens on. */
export async function closedUrl(): Promise<string> {
  const server = net.createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return `postgres://app:secret@127.0.0.1:${port}/app`;
}

async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as net.AddressInfo).port;
}
