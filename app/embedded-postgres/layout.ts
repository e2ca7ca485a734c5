import path from "node:path";

/** Where everything is inside the data folder. */
export type Layout = {
  root: string;
  cluster: string;
  pidFile: string;
  password: string;
  log: string;
  locks: string;
  spareLibraries: string;
};

export function layoutOf(dataDir: string): Layout {
  const root = path.resolve(dataDir);
  const cluster = path.join(root, "pg");
  return {
    root,
    cluster,
    pidFile: path.join(cluster, "postmaster.pid"),
    password: path.join(root, "pg.password"),
    log: path.join(root, "pg.log"),
    locks: path.join(root, "pg.lock"),
    spareLibraries: path.join(root, "pg.lib"),
  };
}

/** The names of a half-made cluster and of its password file, until the cluster is complete. */
export const UNFINISHED_PREFIX = "pg.init-";

export const APP_NAME = "app";
export const SUPERUSER = "postgres";

export function connectionStringOf({ port, password }: { port: number; password: string }): string {
  return `postgresql://${APP_NAME}:${encodeURIComponent(password)}@127.0.0.1:${port}/${APP_NAME}`;
}
