/** Lets `size` tasks run at a time; the others wait in order. */
export function createSlots(size: number) {
  let free = size;
  const waiting: (() => void)[] = [];

  return {
    /** Runs the task when a slot is free. The task must not reject. */
    async run<T>(task: () => Promise<T>): Promise<T> {
      if (free > 0) free -= 1;
      // A slot that comes free is handed on, never put back while someone waits.
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
