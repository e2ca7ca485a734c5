import type { MovedPoll } from "#app/data/polls/moved-polls.server.ts";
import { ENTRIES_MAX } from "#app/domain/lottery/lottery.ts";
import { cameAlong } from "#app/domain/poll/poll.ts";
import { filmOf, keyOf, moment, posterRemark, text, type Remark } from "./mapping.ts";
import type { Row } from "./original.ts";

const LASTED_MS = 24 * 60 * 60 * 1_000;

/** A poll of the original with its films and votes; null when nothing of it can be shown. */
export function pollOf(
  row: Row,
  { films, votes }: { films: readonly Row[]; votes: readonly Row[] },
  thisYear: number,
): { poll: MovedPoll | null; remarks: Remark[] } {
  const id = text(row.id);
  const what = `poll ${id}`;
  if (!cameAlong(id)) return { poll: null, remarks: [{ what, why: "its id is none of the original" }] };
  const remarks: Remark[] = [];
  const shown = films.flatMap((film) => {
    const movie = filmOf(film, thisYear);
    const name = `film ${text(film.id)} of ${what}`;
    remarks.push(
      ...(movie ? posterRemark(name, film.poster, movie) : [{ what: name, why: "it has no title" }]),
    );
    return movie ? [{ movie, id: text(film.id) }] : [];
  });
  if (shown.length === 0) return { poll: null, remarks: [...remarks, { what, why: "it has no films" }] };
  const kept = shown.slice(0, ENTRIES_MAX);
  if (kept.length < shown.length) {
    const why = `a poll holds ${ENTRIES_MAX} films, and it had ${shown.length}; ${shown.length - kept.length} were left out`;
    remarks.push({ what, why });
  }
  const positions = new Map(kept.map((film, index) => [film.id, index + 1]));
  const counted = votes.flatMap(({ movie_id, voter_token }) => {
    const position = positions.get(text(movie_id));
    return position === undefined ? [] : [{ voter: text(voter_token), position }];
  });
  if (counted.length < votes.length)
    remarks.push({ what, why: `${votes.length - counted.length} of its votes are for no film that it has` });
  const createdAt = moment(row.created_at);
  const endsAt = row.expires_at === null ? new Date(createdAt.getTime() + LASTED_MS) : moment(row.expires_at);
  const entries = kept.map(({ movie }) => movie);
  return { poll: { id, createdAt, endsAt, submitKey: keyOf("poll", id), entries, votes: counted }, remarks };
}
