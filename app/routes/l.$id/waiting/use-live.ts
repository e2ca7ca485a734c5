import { useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import { isLive, withNews, type LiveNews } from "#app/domain/live.ts";
import type { Lottery } from "#app/domain/lottery.ts";
import { paths } from "#app/paths.ts";
import { followLive } from "./live-source.ts";

/** Missed draws are loaded within this time, not by everyone at once. */
const CATCH_UP_MS = 10_000;

type Loaded<T> = {
  lottery: T;
  /** When the reveal of its draw starts, from the loading on; null when it is over or there is none. */
  startsInMs: number | null;
  /** How many people wait for the draw. */
  waiting: number;
  /** When it was loaded, by the server's clock. */
  now: number;
};

/** What was loaded, brought up to date by what the server tells while the page is open. */
export function useLive<T extends Omit<Lottery, "clubId">>({ lottery, startsInMs, waiting, now }: Loaded<T>) {
  const { id } = lottery;
  const { revalidate } = useRevalidator();
  const [heard, setHeard] = useState<{ id: string; news: LiveNews } | null>(null);
  const follows = isLive(lottery, now);
  useEffect(() => {
    if (!follows) return;
    return followLive({
      address: paths.events(id),
      hear: (news) => setHeard({ id, news }),
      look: revalidate,
    });
  }, [id, follows, revalidate]);

  const news = heard?.id === id ? heard.news : null;
  const known = lottery.draw?.number ?? 0;
  const drawn = news?.draw?.number ?? 0;
  const missed = drawn > known + 1;
  useEffect(() => {
    if (!missed) return;
    const timer = setTimeout(revalidate, Math.random() * CATCH_UP_MS);
    return () => clearTimeout(timer);
  }, [missed, revalidate]);

  return {
    lottery: news ? withNews(lottery, news) : lottery,
    startsInMs: news && drawn > known ? news.startsInMs : startsInMs,
    waiting: news?.waiting ?? waiting,
    deleted: news?.deleted ?? false,
  };
}
