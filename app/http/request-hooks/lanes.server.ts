/**
 * How much one client address may have under way. Eight pages take some 50 ms of processor time, and others wait that
 * long at most; a hundred people behind one address who open a link at once need about six hundred places. Forms have
 * places of their own, because with a slow database each may take three seconds.
 */
export const PAGES = { atOnce: 8, waiting: 600, patienceMs: 10_000 };
export const FORMS = { atOnce: 12, waiting: 100, patienceMs: 10_000 };
/**
 * How much all clients of a process may have under way together. More would only wait longer, for answers that nobody waits
 * for any more; and when a rush is over, what it left behind is answered within these seconds.
 */
export const PAGES_OF_ALL = { atOnce: 48, waiting: 500, patienceMs: 4_000 };
export const FORMS_OF_ALL = { atOnce: 24, waiting: 250, patienceMs: 4_000 };
export const UNLIMITED = { atOnce: Infinity, waiting: 0, patienceMs: 0 };

export type LaneLimits = {
  /** How many may be under way. */
  atOnce: number;
  /** How many may wait besides. */
  waiting: number;
  /** How long one waits at most, in milliseconds. */
  patienceMs: number;
};

export type Pass = {
  begin: () => void;
  /** Called instead of `begin`: too many wait already, or it has waited too long. */
  turnAway: (reason: "full" | "late") => void;
};

type Lane = { busy: number; waiting: Set<Waiting>; look: NodeJS.Timeout | null };
type Waiting = { begin: () => void };

const LOOK_EVERY_MS = 5;
/** A timer that fires later than this shows that the processor is busy. */
const IDLE_WITHIN_MS = 8;

/**
 * Lanes side by side, each with its own limits, so that a client who asks for much at once only waits for itself. Call
 * what `enter` returns when the work is done, or no longer wanted.
 *
 * The limits protect the processor. While the requests under way only wait for the database, it is idle; then as many
 * more are let in every 5 ms, so that the members of a household do not wait for each other's slow pages.
 */
export function createLanes({ atOnce, waiting, patienceMs }: LaneLimits) {
  const lanes = new Map<string, Lane>();

  function enter(name: string, pass: Pass): () => void {
    const lane = lanes.get(name) ?? { busy: 0, waiting: new Set(), look: null };
    lanes.set(name, lane);
    if (lane.busy < atOnce) return start(name, lane, pass);
    if (lane.waiting.size < waiting) return wait(name, lane, pass);
    pass.turnAway("full");
    return () => {};
  }

  function start(name: string, lane: Lane, { begin }: Pass): () => void {
    lane.busy += 1;
    begin();
    let left = false;
    return () => {
      if (left) return;
      left = true;
      lane.busy -= 1;
      // Not at once, so that what other clients have sent is read first.
      setImmediate(advance, name, lane);
    };
  }

  function wait(name: string, lane: Lane, pass: Pass): () => void {
    const stopWaiting = () => {
      clearTimeout(patience);
      lane.waiting.delete(turn);
    };
    let leave = stopWaiting;
    const turn: Waiting = {
      begin: () => {
        stopWaiting();
        leave = start(name, lane, pass);
      },
    };
    const patience = setTimeout(() => {
      stopWaiting();
      pass.turnAway("late");
    }, patienceMs);
    lane.waiting.add(turn);
    lookLater(lane);
    return () => leave();
  }

  function lookLater(lane: Lane): void {
    if (lane.look) return;
    const due = performance.now() + LOOK_EVERY_MS;
    lane.look = setTimeout(() => {
      lane.look = null;
      const idle = performance.now() - due < IDLE_WITHIN_MS;
      for (const each of idle ? [...lane.waiting].slice(0, atOnce) : []) each.begin();
      if (lane.waiting.size > 0) lookLater(lane);
    }, LOOK_EVERY_MS);
  }

  function advance(name: string, lane: Lane): void {
    const [first] = lane.waiting;
    if (first && lane.busy < atOnce) first.begin();
    if (lane.busy === 0 && lane.waiting.size === 0 && lanes.get(name) === lane) lanes.delete(name);
  }

  return { enter, size: () => lanes.size };
}
