import { config } from "#app/config.server.ts";

/** Who wants to follow what: the browser, if known, the client, and the one thing that all of its followers wait for. */
export type Follower = { browser: string | null; client: string; topic: string };

/**
 * How many streams one may have. A browser opens six connections to a site at most, a hundred people may share an
 * address, and one topic leaves room for others. Who gets none asks every few seconds instead.
 */
const MOST = { browser: 8, client: 200, topic: 1_000 };

/** How many places each browser, client and topic has taken, by name; all places together under the empty name. */
const taken = new Map<string, number>();
const ALL = "";

/** The status that refuses another stream: 429 to one who has too many, 503 when there are too many; else null. */
export function noPlaceFor({ browser, client, topic }: Follower): 429 | 503 | null {
  if (browser !== null && isFull(`browser ${browser}`, MOST.browser)) return 429;
  if (isFull(`client ${client}`, MOST.client)) return 429;
  return isFull(`topic ${topic}`, MOST.topic) || isFull(ALL, config().streams.most) ? 503 : null;
}

/** Takes a place; what it returns gives the place back. */
export function takePlace({ browser, client, topic }: Follower): () => void {
  const names = [ALL, `client ${client}`, `topic ${topic}`];
  if (browser !== null) names.push(`browser ${browser}`);
  for (const name of names) taken.set(name, (taken.get(name) ?? 0) + 1);
  return () => {
    for (const name of names) {
      const left = taken.get(name)! - 1;
      if (left > 0) taken.set(name, left);
      else taken.delete(name);
    }
  };
}

function isFull(name: string, most: number): boolean {
  return (taken.get(name) ?? 0) >= most;
}
