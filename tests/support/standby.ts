import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import { vi } from "vitest";
import { type Installed, type RunningPostgres, startPostgresOn } from "./postgres-versions.ts";
import { withClient } from "./with-client.ts";

export type Standby = RunningPostgres & {
  /** Makes it the one that takes writes; resolves when it does. */
  promote: () => Promise<void>;
};

/** Settings of a server that is to be followed: it keeps what its standby still has to read, and waits for it. */
export const FOLLOWED = { wal_keep_size: "256MB", synchronous_commit: "remote_apply" };

const ENDS = { timeout: 20_000, interval: 50 };

/**
 * A copy of this server that follows it and answers reads, as hosts keep one to fail over to. From then on the server
 * confirms nothing that its standby does not have.
 * https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
export async function startStandby(version: Installed, primary: RunningPostgres): Promise<Standby> {
  return withClient(primary.url, async (client) => {
    const standby = await startPostgresOn(
      version,
      async (cluster) => {
        await client.query("select pg_backup_start('standby', true)");
        await cp(primary.cluster, cluster, { recursive: true, filter: (file) => !/postmaster\./.test(file) });
        const { rows } = await client.query<{ label: string }>(
          "select labelfile as label from pg_backup_stop(false)",
        );
        await writeFile(path.join(cluster, "backup_label"), rows[0]!.label);
        await writeFile(path.join(cluster, "standby.signal"), "");
      },
      { primary_conninfo: asConninfo(primary.url) },
    );
    await client.query("alter system set synchronous_standby_names = '*'");
    await client.query("select pg_reload_conf()");
    await vi.waitFor(async () => {
      const { rows } = await client.query("select sync_state from pg_stat_replication");
      if (!rows.some(({ sync_state }) => sync_state === "sync")) throw new Error("nobody follows");
    }, ENDS);
    const promote = () =>
      withClient(standby.url, async (copy) => void (await copy.query("select pg_promote(true, 20)")));
    return { ...standby, promote };
  });
}

function asConninfo(url: string): string {
  const { hostname, port, username, password } = new URL(url);
  return `host=${hostname} port=${port} user=${username} password=${password} sslmode=disable`;
}
