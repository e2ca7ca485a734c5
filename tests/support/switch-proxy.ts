import { once } from "node:events";
import net from "node:net";
import { afterAll } from "vitest";

export type SwitchProxy = {
  /** The address of what is behind this proxy, through it. */
  url: string;
  /** Ends every connection, and every new one at once, until restore() is called. */
  cut: () => void;
  restore: () => void;
};

/**
 * Stands between two programs that talk over TCP, and can separate and join them. Removed after the file's last test.
 */
export async function switchProxy(target: string): Promise<SwitchProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<net.Socket>();
  let open = true;
  const server = net.createServer((down) => {
    if (!open) return void down.resetAndDestroy();
    const up = net.connect(Number(port), hostname);
    for (const [from, to] of [
      [down, up],
      [up, down],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  afterAll(() => {
    cut();
    server.close();
  });

  function cut(): void {
    open = false;
    for (const socket of sockets) socket.resetAndDestroy();
  }

  const url = new URL(target);
  url.port = String((server.address() as net.AddressInfo).port);
  return { url: url.href.replace(/\/$/, ""), cut, restore: () => void (open = true) };
}
