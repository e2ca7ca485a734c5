import type { Proxy } from "#tests/support/proxy.ts";
import type { Outside } from "./outside.ts";
import type { Postgres } from "./postgres.ts";

export type Scene = {
  postgres: Postgres;
  proxy: Proxy;
  outside: Outside;
  holdMs: number;
  /** Resolves when /readyz reports what the fault expects, or after a long enough wait. */
  said: () => Promise<void>;
  /** Resolves when /readyz reports nothing any more, or after a long enough wait. */
  well: () => Promise<void>;
  /** Makes the app reach its database through this port; with null directly again. */
  detour: (port: number | null) => Promise<void>;
  /** Moves the app's clock forwards or backwards; nobody moves it back. */
  setClock: (byMs: number) => Promise<void>;
};

export type Fault = {
  name: string;
  /** Destroys saved data. First the harness checks what was saved, and nobody writes meanwhile. */
  destroy?: (scene: Scene) => Promise<void>;
  /**
   * Causes the fault, keeps it up, and repairs what only an operator can repair. Answers how to undo what has to be
   * undone before everything can be well again.
   */
  inject: (scene: Scene) => Promise<void | (() => Promise<void>)>;
  /** Only the app may make its tables and their parts again. */
  healsItself?: true;
  /** What /readyz has to report meanwhile. */
  says?: string;
  /** Not part of the short trial. */
  thorough?: boolean;
};

/** Thrown by a fault that this machine does not allow; the table shows that. */
export class NotPossibleHere extends Error {}
