import type { Follower } from "./lottery-channel.server.ts";
import { database } from "#app/data/database.server.ts";

/** Has a visitor told of everything that happens to a lottery until the returned function is called. */
export function followLottery({ lotteryId, ...follower }: { lotteryId: string } & Follower): () => void {
  return database().audiences.follow(lotteryId, follower);
}

/** How many people wait for the draw of a lottery with this visitor, as far as this process knows without asking. */
export function peopleWaiting(wish: { lotteryId: string; visitorId: string | null }): number {
  return database().audiences.waitingWith(wish);
}
