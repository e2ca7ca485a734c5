type Limits = {
  /** How many places one owner may have. */
  ofOne: number;
  /** How many places there are for owners who have one already. */
  ofAll: number;
  /** How many owners there may be. */
  owners: number;
};

/**
 * A queue whose owners take turns, so that somebody with one job waits for at most one job of every other owner. A job
 * may have places with several owners; it is handed out once.
 */
export function createFairQueue<Job>({ ofOne, ofAll, owners }: Limits) {
  /** The owner whose turn is next comes first. */
  const places = new Map<string, Set<Job>>();

  /** Takes a place if there is one, and says whether. A new owner is refused only when there are too many owners. */
  function add(owner: string, job: Job): boolean {
    const own = places.get(owner);
    if (!own) {
      if (places.size >= owners) return false;
      places.set(owner, new Set([job]));
      return true;
    }
    if (!own.has(job) && (own.size >= ofOne || taken() >= ofAll)) return false;
    own.add(job);
    return true;
  }

  /** The job whose turn it is; it has no place any more. */
  function next(): Job | undefined {
    const [first] = places;
    if (!first) return undefined;
    const [owner, own] = first;
    const [job] = own;
    // Its owner goes to the end with the remaining jobs.
    places.delete(owner);
    if (own.size > 0) places.set(owner, own);
    for (const [each, jobs] of places) {
      jobs.delete(job!);
      if (jobs.size === 0) places.delete(each);
    }
    return job;
  }

  function taken(): number {
    return [...places.values()].reduce((total, { size }) => total + size, 0);
  }

  return { add, next };
}
