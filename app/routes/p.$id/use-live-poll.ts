import { useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { PollMessage } from "#app/domain/poll/poll-live.ts";
import { paths } from "#app/paths.ts";
import { followLive } from "#app/ui/live-source.ts";
import type { PageData } from "./page-data.server.ts";

/** The result is loaded at a random moment within this time, so that not everyone asks at once. */
const SPREAD_MS = 700;

/** What was loaded, updated by what the server tells while the page is open. The end brings the result. */
export function useLivePoll({ poll }: PageData): { poll: PageData["poll"]; deleted: boolean } {
  const { id } = poll;
  const { revalidate } = useRevalidator();
  const [heard, hear] = useState<{ id: string; message: PollMessage } | null>(null);
  const follows = poll.outcome === null;
  useEffect(() => {
    if (!follows) return;
    return followLive({
      address: paths.pollEvents(id),
      hear: (text) => hear({ id, message: JSON.parse(text) as PollMessage }),
      look: revalidate,
    });
  }, [id, follows, revalidate]);
  const message = follows && heard?.id === id ? heard.message : null;
  const over = message?.ended ?? false;
  useEffect(() => {
    if (!over) return;
    const timer = setTimeout(revalidate, Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [over, revalidate]);
  if (!message) return { poll, deleted: false };
  const { ended, deleted } = message;
  // A page that was loaded after a vote knows more than what was told before it.
  const { voters, soFar } = message.voters < poll.voters ? poll : message;
  return { poll: { ...poll, voters, soFar, ended }, deleted };
}
