import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, mkdtemp, stat, writeFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import tls from "node:tls";
import { Client } from "pg";
import { expect, vi } from "vitest";
import { startEmbedded } from "#app/embedded-postgres/embedded-postgres.server.ts";
import { layoutOf, SUPERUSER } from "#app/embedded-postgres/layout.ts";
import type { Certificate } from "./certificates.ts";
import { removeFolder } from "#tests/support/folder.ts";

/** How a client asks for TLS: a length of eight and a magic number. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** A throwaway PostgreSQL that shows this certificate to whoever asks for TLS. */
export async function startTlsPostgres(first: Certificate) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-tls-"));
  // For root the server runs as another account, which must be able to reach the folder.
  await chmod(folder, 0o755);
  const server = await startEmbedded({ dataDir: folder, settings: { fsync: "off" } });
  const { cluster } = layoutOf(folder);

  /** As its superuser and without TLS, so that it works with any certificate. */
  async function query<Row extends object>(sql: string, database = "app"): Promise<Row[]> {
    const url = new URL(server.connectionString());
    url.username = SUPERUSER;
    url.pathname = `/${database}`;
    const client = new Client({ connectionString: url.href, ssl: false });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Replaces the certificate, as an administrator does, and waits until the server shows the new one. */
  async function show({ certificate, key }: Certificate): Promise<void> {
    const { uid, gid } = await stat(cluster);
    for (const [name, content] of [
      ["server.crt", certificate],
      ["server.key", key],
    ] as const) {
      const place = path.join(cluster, name);
      await writeFile(place, content, { mode: 0o600 });
      if (process.getuid?.() === 0) await chown(place, uid, gid);
    }
    await query("select pg_reload_conf()");
    const { fingerprint256 } = new X509Certificate(certificate);
    await vi.waitFor(async () => expect(await shownBy(port())).toBe(fingerprint256), 10_000);
  }

  /** Ends the app's connections: those that are open still use the old certificate. */
  async function hangUp(): Promise<void> {
    await query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'");
  }

  const port = () => Number(new URL(server.connectionString()).port);
  await query("alter system set ssl = on");
  await show(first);
  return {
    /** The address of the app's database by this host name, with these settings of TLS. */
    url(settings: Record<string, string>, host = "localhost"): string {
      const url = new URL(server.connectionString());
      url.hostname = host;
      for (const [name, value] of Object.entries(settings)) url.searchParams.set(name, value);
      return url.href;
    },
    query,
    show,
    hangUp,
    stop: () => server.stop().then(() => removeFolder(folder)),
  };
}

/** The fingerprint of the certificate that a server on this port shows now. */
async function shownBy(port: number): Promise<string | undefined> {
  const socket = net.connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    socket.write(SSL_REQUEST);
    const [answer] = (await once(socket, "data")) as [Buffer];
    if (answer.toString() !== "S") return undefined;
    const secure = tls.connect({ socket, rejectUnauthorized: false });
    await once(secure, "secureConnect");
    return secure.getPeerX509Certificate()?.fingerprint256;
  } finally {
    socket.destroy();
  }
}
