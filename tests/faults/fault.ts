import type { Proxy } from "#tests/support/proxy.ts";
import type { Postgres } from "./postgres.ts";

export type Scene = {
  postgres: Postgres;
  proxy: Proxy;
  holdMs: number;
  /** Resolves when /readyz says what the fault wants to hear, or when it was waited for long enough. */
  said: () => Promise<void>;
  /** Resolves when /readyz has nothing to complain of, or likewise. */
  well: () => Promise<void>;
  /** Has the app come to this port for its database, or with null to the database itself again. */
  detour: (port: number | null) => Promise<void>;
  /** Sets the app's clock on or back; nobody sets it right again. */
  setClock: (byMs: number) => Promise<void>;
};

export type Fault = {
  name: string;
  /** Loses what was saved; the harness accounts for it first, and lets nobody write meanwhile. */
  destroy?: (scene: Scene) => Promise<void>;
  /**
   * Breaks something, holds it so, and mends what only an operator can mend. Answers how to take away what all has to be
   * well with first.
   */
  inject: (scene: Scene) => Promise<void | (() => Promise<void>)>;
  /** Nobody but the app makes its tables and their parts again. */
  healsItself?: true;
  /** What /readyz has to complain of meanwhile. */
  says?: string;
  /** Left out of the short trial. */
  thorough?: boolean;
};

/** Thrown by a fault that this machine does not allow; the table says so. */
export class NotPossibleHere extends Error {}
