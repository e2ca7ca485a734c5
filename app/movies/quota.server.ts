import { AsyncLocalStorage } from "node:async_hooks";
import { LATE, within } from "#app/data/reliability/deadline.server.ts";
import { countProviderUses } from "#app/data/films/writes.server.ts";

/** Of one day: how often a provider was asked by all processes, as far as is known, and by this one. */
type Sheet = { day: string; asked: number; here: number };
type Waiting = { provider: string; counted: (number: number | null) => void };

/**
 * Counts how often providers are asked on a day (UTC), in the database, so that all processes together keep to `daily`
 * over restarts. One statement at a time counts all who wait. When the database does not tell within `waitMs`, this
 * process keeps to the limit by itself. `observe` hears of mistakes in the program.
 */
export function createQuota({
  daily,
  waitMs,
  observe,
}: {
  daily: Readonly<Record<string, number | null>>;
  waitMs: number;
  observe: (error: unknown) => void;
}) {
  const outside = AsyncLocalStorage.snapshot();
  const sheets = new Map<string, Sheet>();
  let line: Waiting[] = [];
  let counting = false;

  /** Whether this provider may be asked once more today; counts it if so. Never rejects. */
  async function take(provider: string): Promise<boolean> {
    const most = daily[provider] ?? null;
    if (most === null) return true;
    const sheet = sheetOf(provider);
    if (sheet.asked >= most) return false;
    const own = ++sheet.here;
    const counted = new Promise<number | null>((resolve) => line.push({ provider, counted: resolve }));
    if (!counting) outside(() => void countAll());
    const number = await within(counted, waitMs);
    return (number === LATE || number === null ? own : number) <= most;
  }

  async function countAll(): Promise<void> {
    counting = true;
    while (line.length > 0) {
      const now = line;
      line = [];
      const before = await countedBefore(now);
      for (const { provider, counted } of now) {
        const number = before ? (before.get(provider) ?? 0) + 1 : null;
        counted(number);
        if (number === null) continue;
        before?.set(provider, number);
        sheetOf(provider).asked = number;
      }
    }
    counting = false;
  }

  /** Counts all of these, and answers how many there were before them; null when the database does not tell. */
  async function countedBefore(waiting: readonly Waiting[]): Promise<Map<string, number> | null> {
    const times = new Map<string, number>();
    for (const { provider } of waiting) times.set(provider, (times.get(provider) ?? 0) + 1);
    const uses = [...times].map(([provider, each]) => ({ provider, times: each }));
    try {
      const result = await countProviderUses(uses);
      if (!result.ok) return null;
      const totals = [...result.value];
      return new Map(totals.map(([provider, total]) => [provider, total - (times.get(provider) ?? 0)]));
    } catch (error) {
      observe(error);
      return null;
    }
  }

  function sheetOf(provider: string): Sheet {
    const day = new Date().toISOString().slice(0, 10);
    const known = sheets.get(provider);
    if (known?.day === day) return known;
    const sheet = { day, asked: 0, here: 0 };
    sheets.set(provider, sheet);
    return sheet;
  }

  /** How often it may be asked on a day, and how often still today as far as this process knows; null without limit. */
  function left(provider: string): { daily: number; left: number } | null {
    const most = daily[provider] ?? null;
    if (most === null) return null;
    const { asked, here } = sheetOf(provider);
    return { daily: most, left: Math.max(0, most - Math.max(asked, here)) };
  }

  return { take, left };
}

export type Quota = ReturnType<typeof createQuota>;
