import type { PollMessage } from "#app/domain/poll/poll-live.ts";
import type { ListenerState } from "./listener.server.ts";
import { createLiveHub, type LiveHub } from "./live-hub.server.ts";
import type { Follower } from "./lottery-channel.server.ts";

let hub: LiveHub | undefined;

/** Makes the live hub of this process; it connects when the first visitor follows a lottery. */
export function openLive(options: Parameters<typeof createLiveHub>[0]): void {
  hub = createLiveHub(options);
}

/** Tells a visitor everything that happens to a lottery until the returned function is called. */
export function followLottery({ lotteryId, ...follower }: { lotteryId: string } & Follower): () => void {
  return opened().follow(lotteryId, follower);
}

/** Tells a visitor how a poll stands, whenever that changes, until the returned function is called. */
export function followPoll({
  pollId,
  tell,
}: {
  pollId: string;
  tell: (message: PollMessage) => void;
}): () => void {
  return opened().followPoll(pollId, tell);
}

/**
 * How many people wait for the draw of a lottery, this visitor included, as far as this process knows without asking.
 */
export function peopleWaiting(input: { lotteryId: string; visitorId: string | null }): number {
  return opened().waitingWith(input);
}

/** Whether announcements of the database arrive. */
export function liveState(): ListenerState {
  return opened().state();
}

/** Says goodbye to the other processes and closes the connection; resolves within a second or two. */
export function closeLive(): Promise<void> {
  return opened().close();
}

function opened(): LiveHub {
  if (!hub) throw new Error("openLive() has not been called");
  return hub;
}
