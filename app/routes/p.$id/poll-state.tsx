import { useWords } from "#app/copy/words.ts";
import { useAge } from "#app/ui/age.tsx";
import { useTimeLeft } from "#app/ui/time-left.ts";
import type { PageData } from "./page-data.server.ts";

/** How many have voted, and until when one may; or when it ended. */
export function PollState({ poll, now }: { poll: PageData["poll"]; now: number }) {
  const words = useWords();
  const age = useAge();
  const left = useTimeLeft();
  const { ended, endsAt, voters, invited, open } = poll;
  const end = endsAt.getTime();
  const when = (
    <time dateTime={endsAt.toISOString()}>
      {ended ? words("poll.ended", { when: age(end, now) }) : words("poll.ends", { when: left(end, now) })}
    </time>
  );
  return (
    <p className="poll-state">
      <span role="status">
        {invited === null
          ? words("poll.voters", { count: voters })
          : words("poll.voters-of", { count: voters, all: invited })}
      </span>{" "}
      {when} {ended ? null : <span>{words(open ? "poll.is-open" : "poll.is-hidden")}</span>}
    </p>
  );
}
