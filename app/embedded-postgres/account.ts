import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Binaries } from "./binaries.ts";
import { run, type Account, type Ids } from "./command.ts";
import type { Layout } from "./layout.ts";
import { EmbeddedUnavailable } from "./outcome.ts";

const OURSELVES: Account = { owner: null, ids: {}, prefix: [] };

// These ids are only names inside the namespace; outside of it everything still belongs to root.
const NAMESPACE: Account = {
  owner: { uid: 0, gid: 0 },
  ids: {},
  prefix: ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"],
};

/**
 * PostgreSQL refuses to run as root. For root this picks the owner of the cluster, else `postgres`, else `nobody`, else
 * root itself inside a user namespace. Throws EmbeddedUnavailable when none of them works.
 */
export async function chooseAccount(layout: Layout, binaries: Binaries): Promise<Account> {
  if (process.getuid?.() !== 0) return OURSELVES;
  for (const ids of await candidates(layout)) {
    const account: Account = { owner: ids, ids, prefix: [] };
    if (await works(account, layout, binaries)) return account;
  }
  if (process.platform === "linux" && (await works(NAMESPACE, layout, binaries))) return NAMESPACE;
  throw new EmbeddedUnavailable(
    `PostgreSQL refuses to run as root, and no other account can use both ${layout.root} and ` +
      `${binaries.root}. Start the app as an ordinary user, or set DATA_DIR to a folder others may enter, ` +
      `or set DATABASE_URL.`,
  );
}

/** Gives an existing cluster to the account that will run it, if the last run used another. */
export async function handOver(folder: string, { owner }: Account): Promise<void> {
  if (owner === null || (await stat(folder)).uid === owner.uid) return;
  await promisify(execFile)("chown", ["-hR", `${owner.uid}:${owner.gid}`, folder]);
}

async function candidates(layout: Layout): Promise<Ids[]> {
  const accounts = await readFile("/etc/passwd", "utf8").catch(() => "");
  const named = (name: string) => {
    const fields = accounts
      .split("\n")
      .find((line) => line.startsWith(`${name}:`))
      ?.split(":");
    return fields ? [{ uid: Number(fields[2]) >>> 0, gid: Number(fields[3]) >>> 0 }] : [];
  };
  const owner = await stat(layout.cluster).then(
    ({ uid, gid }) => (uid === 0 ? [] : [{ uid, gid }]),
    () => [],
  );
  return [...owner, ...named("postgres"), ...named("nobody")];
}

/** Only a try can tell: parent folders, libraries and namespaces may each be forbidden. */
async function works(account: Account, { root }: Layout, binaries: Binaries): Promise<boolean> {
  const script = 'cd -- "$1" && exec "$2" --version';
  const args = ["-c", script, "sh", root, binaries.postgres];
  const { code } = await run("/bin/sh", args, { account, cwd: path.parse(root).root, env: binaries.env });
  return code === 0;
}
