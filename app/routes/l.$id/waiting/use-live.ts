import { useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { Hat } from "#app/domain/hat/hat.ts";
import { isLive, withHat, withMessage, type LiveMessage } from "#app/domain/live.ts";
import type { Commitment, Lottery } from "#app/domain/lottery/lottery.ts";
import { paths } from "#app/paths.ts";
import { followLive } from "#app/ui/live-source.ts";

/** Draws that were missed are loaded at a random moment within this time, so that not everyone asks at once. */
const CATCH_UP_MS = 10_000;

type Loaded<T> = {
  lottery: T;
  /** How long after loading the reveal of its draw starts; null when it is over or there is none. */
  startsInMs: number | null;
  /** How many people wait for the draw. */
  waiting: number;
  /** When it was loaded, by the server's clock. */
  now: number;
};

/**
 * The last message; what the last draw that was opened is bound to, which the message that it was drawn does not say; and
 * the last hat, as only messages with something new in it have one.
 */
type Heard = { id: string; message: LiveMessage; opened: Commitment | null; hat: Hat | null };

type Followed = Omit<Lottery, "clubId" | "hat"> & { hat: Hat | null };

/** What was loaded, updated by what the server tells while the page is open. */
export function useLive<T extends Followed>({ lottery, startsInMs, waiting, now }: Loaded<T>) {
  const { id } = lottery;
  const { revalidate } = useRevalidator();
  const [last, setLast] = useState<Heard | null>(null);
  const follows = isLive(lottery, now);
  useEffect(() => {
    if (!follows) return;
    return followLive({
      address: paths.events(id),
      hear: (text) =>
        setLast((before) => {
          const message = JSON.parse(text) as LiveMessage;
          const known = before?.id === id ? before : null;
          const opened = message.open ?? known?.opened ?? null;
          return { id, message, opened, hat: message.hat ?? known?.hat ?? null };
        }),
      look: revalidate,
    });
  }, [id, follows, revalidate]);

  const heard = last?.id === id ? last : null;
  const message = heard?.message;
  const known = lottery.draw?.number ?? 0;
  const drawn = message?.draw?.number ?? 0;
  const missed = drawn > known + 1;
  useEffect(() => {
    if (!missed) return;
    const timer = setTimeout(revalidate, Math.random() * CATCH_UP_MS);
    return () => clearTimeout(timer);
  }, [missed, revalidate]);

  return {
    lottery: heard
      ? withHat(
          withMessage(withMessage(lottery, { draw: null, open: heard.opened }), heard.message),
          heard.hat,
        )
      : lottery,
    startsInMs: message && drawn > known ? message.startsInMs : startsInMs,
    waiting: message?.waiting ?? waiting,
    deleted: message?.deleted ?? false,
  };
}
