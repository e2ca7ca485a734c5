/**
 * Lets `size` tasks run at a time; the others wait in order. One that hangs is no longer counted after `patienceMs`, so
 * that what is lost on a dead connection does not hold up the rest; at most `size` are overdue like that.
 */
export function createSlots(size: number, patienceMs: number) {
  let free = size;
  let overdue = 0;
  const waiting: (() => void)[] = [];

  function handOn(): void {
    // A slot that comes free is never put back while someone waits.
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  return {
    /** Runs the task when a slot is free. The task must not reject. */
    async run<T>(task: () => Promise<T>): Promise<T> {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      let late = false;
      const timer = setTimeout(() => {
        if (overdue === size) return;
        late = true;
        overdue += 1;
        handOn();
      }, patienceMs);
      timer.unref();
      try {
        return await task();
      } finally {
        clearTimeout(timer);
        if (late) overdue -= 1;
        else handOn();
      }
    },
  };
}
