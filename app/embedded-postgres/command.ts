import { spawn, type ChildProcess } from "node:child_process";

export type Ids = { uid: number; gid: number };

/** How PostgreSQL's programs are run: as ourselves, as another account, or inside a user namespace. */
export type Account = {
  /** Who must own the cluster; null when that is simply whoever creates it. */
  owner: Ids | null;
  /** Options for spawn. */
  ids: Partial<Ids>;
  /** What stands before the program and its arguments. */
  prefix: string[];
};

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type CommandOptions = {
  account: Account;
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** A file descriptor for the program's output; without one the output is dropped. */
  output?: number;
  /** Text for its standard input. */
  input?: string;
  onSpawn?: (pid: number) => void;
};

/** Runs a program to its end. Never rejects: a program that could not be started answers code null. */
export function run(file: string, args: string[], options: CommandOptions): Promise<Exit> {
  const child = spawnAs(file, args, options);
  if (child.pid !== undefined) options.onSpawn?.(child.pid);
  // A program that ends without reading its input breaks the pipe; its exit code tells more than that error.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(options.input);
  return exitOf(child);
}

/** Starts a program in a session of its own, so that Ctrl-C in the terminal does not reach it. */
export function spawnAs(file: string, args: string[], options: CommandOptions): ChildProcess {
  const { account, cwd, env, output = "ignore", input } = options;
  const [first = file, ...rest] = [...account.prefix, file, ...args];
  return spawn(first, rest, {
    ...account.ids,
    cwd,
    env,
    detached: true,
    windowsHide: true,
    stdio: [input === undefined ? "ignore" : "pipe", output, output],
  });
}

/** Resolves when the child has ended or could not be started; never rejects. */
export function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.on("error", () => {
      // Once it has started, an error is a failed kill, and its exit is still to come.
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
  });
}
