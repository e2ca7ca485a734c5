import { onTestFinished } from "vitest";
import { startProxy } from "#tests/support/proxy.ts";

export type DeafProxy = {
  /** The database's address by way of this proxy. */
  url: string;
  /** From now on, connections that exist get no byte through, in either direction, and are never closed. */
  deafen: () => Promise<void>;
};

/** Stands between the app and a database, to become the network that silently loses a connection. */
export async function deafProxy(databaseUrl: string): Promise<DeafProxy> {
  const proxy = await startProxy(() => Number(new URL(databaseUrl).port));
  onTestFinished(proxy.close);
  const deafen = async () => {
    await proxy.set("half-open");
    await proxy.set("clear");
  };
  return { url: proxy.through(databaseUrl), deafen };
}

/** The address of a server that lets itself be called and never says a word. */
export async function silentUrl(): Promise<string> {
  const proxy = await startProxy(() => 0);
  onTestFinished(proxy.close);
  await proxy.set("silent");
  return proxy.through("postgres://app:secret@127.0.0.1/app");
}

/** The address of a port that nobody listens on. */
export async function closedUrl(): Promise<string> {
  const proxy = await startProxy(() => 0);
  await proxy.close();
  return proxy.through("postgres://app:secret@127.0.0.1/app");
}
