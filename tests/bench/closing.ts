type Undo = () => Promise<unknown> | void;

const undone: Undo[] = [];
let closing: Promise<void> | undefined;

/** Has something undone when the bench ends, however it ends; what was begun last is undone first. */
export function atEnd(undo: Undo): void {
  undone.push(undo);
  // Begun while the rest was already being undone.
  if (closing) closing = closing.then(undoAll);
}

export function isClosing(): boolean {
  return closing !== undefined;
}

/** Undoes everything; may be called twice. */
export function closeAll(): Promise<void> {
  return (closing ??= undoAll());
}

/** Ctrl-C leaves nothing running and nothing on the disk. */
export function closeOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void closeAll().finally(() => process.exit(130)));
  }
}

async function undoAll(): Promise<void> {
  for (let undo = undone.pop(); undo; undo = undone.pop()) {
    try {
      await undo();
    } catch (error) {
      // The rest has to be undone all the same.
      console.error(error);
    }
  }
}
