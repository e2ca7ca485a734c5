type Task = { counts: boolean };

/**
 * How many reads may hold connections at once in a pool of this size: as many again may hang, and a write must still
 * find a connection.
 */
export function readsAtOnceIn(poolMax: number): number {
  return Math.floor((poolMax - 1) / 2);
}

/**
 * Lets `size` tasks run at a time; the others wait in order. A task that hangs is no longer counted after `patienceMs`,
 * so that one on a dead connection does not hold up the rest. At most `size` tasks go uncounted like that.
 */
export function createReadLimiter(size: number, patienceMs: number) {
  let free = size;
  let uncounted = 0;
  const waiting: (() => void)[] = [];
  const overdue = new Set<Task>();

  function handOn(): void {
    // Hands the place to the next in line, if somebody waits.
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  function stopCountingOverdue(): void {
    for (const task of overdue) {
      if (uncounted === size) return;
      overdue.delete(task);
      task.counts = false;
      uncounted += 1;
      handOn();
    }
  }

  function end(task: Task): void {
    overdue.delete(task);
    if (task.counts) return handOn();
    uncounted -= 1;
    stopCountingOverdue();
  }

  return {
    /** Runs the task when a place is free. The task must not reject. */
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      const task: Task = { counts: true };
      const timer = setTimeout(() => {
        overdue.add(task);
        stopCountingOverdue();
      }, patienceMs);
      timer.unref();
      try {
        return await work();
      } finally {
        clearTimeout(timer);
        end(task);
      }
    },
  };
}
