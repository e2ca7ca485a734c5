/** What the embedded database reports while it runs, for a log. Never holds a secret. */
export type EmbeddedEvent =
  | { kind: "initialising" }
  | { kind: "leftovers-stopped"; pids: number[] }
  | { kind: "guarded"; guardianPid: number }
  | { kind: "guardian-lost"; reason: string }
  | { kind: "ready"; pid: number; port: number; ms: number }
  | { kind: "database-died"; code: number | null; signal: string | null }
  | { kind: "restarting"; attempt: number; waitMs: number }
  | { kind: "restart-failed"; attempt: number; reason: string }
  | { kind: "stopped"; ms: number };

export type Emit = (event: EmbeddedEvent) => void;

/** Another living process holds the data folder. */
export class DataFolderBusy extends Error {
  override readonly name = "DataFolderBusy";
  readonly holderPid: number;

  constructor(dataDir: string, holderPid: number) {
    super(
      `The data folder ${dataDir} is in use by process ${holderPid}. ` +
        `Stop that one, or set DATA_DIR to another folder, or set DATABASE_URL.`,
    );
    this.holderPid = holderPid;
  }
}

/** The embedded database cannot run until a person changes something; trying again does not help. */
export class EmbeddedUnavailable extends Error {
  override readonly name = "EmbeddedUnavailable";
}
