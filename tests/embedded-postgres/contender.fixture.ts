import { layoutOf } from "#app/embedded-postgres/layout.ts";
import { takeLock } from "#app/embedded-postgres/lock.ts";
import { DataFolderBusy } from "#app/embedded-postgres/outcome.ts";

// Waits for the starting shot, then tries to take the folder and holds it until killed.
const [dataDir = ""] = process.argv.slice(2);
process.on("message", () => {
  takeLock(layoutOf(dataDir)).then(
    () => process.send?.({ kind: "held" }),
    (error: unknown) =>
      process.send?.(
        error instanceof DataFolderBusy
          ? { kind: "busy", holderPid: error.holderPid }
          : { kind: "failed", reason: String(error) },
      ),
  );
});
process.send?.({ kind: "waiting" });
