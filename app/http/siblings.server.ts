import cluster from "node:cluster";

let alone: Promise<void> | undefined;

/**
 * To be called early in a process that is one of several: it will not be ended without ado when the program that started
 * it is gone, and hears when the others have ended. See scripts/start.mjs.
 */
export function hearOfSiblings(): void {
  if (!cluster.worker) return;
  // Else node ends this process at once when the channel closes, whatever is under way.
  cluster.worker.exitedAfterDisconnect = true;
  alone = new Promise((resolve) => {
    process.once("disconnect", resolve);
    process.on("message", (message) => {
      if (typeof message === "object" && message !== null && "alone" in message) resolve();
    });
  });
}

/** Resolves when no other process of this app needs this one any more. */
export function siblingsGone(): Promise<void> {
  return alone ?? Promise.resolve();
}
