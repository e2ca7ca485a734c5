/** From the saving of a draw to its reveal: time for everyone who waits to hear of it. */
export const REVEAL_DELAY_MS = 1_500;
/** How long the reel runs. */
export const REEL_MS = 7_000;

/**
 * Milliseconds from `now` until the reveal of a draw starts; negative when it has been running that long, null when it
 * is over, or when either is no time. A draw from the future, which only a wrong clock can make, starts after the whole
 * delay.
 */
export function revealAt(drawnAt: Date | number, now: Date | number): number | null {
  const startsIn = Math.min(Number(drawnAt) + REVEAL_DELAY_MS - Number(now), REVEAL_DELAY_MS);
  return startsIn >= -REEL_MS ? startsIn : null;
}
