import type { Receipt } from "./ballot.ts";
import type { Entry } from "../lottery/lottery.ts";
import type { Round } from "./poll-count.ts";
import type { Outcome } from "./poll.ts";
import type { Method } from "./poll-method.ts";

/** Everything that a poll was counted from, as it can be downloaded after the end. Hashes and the seed are hex. */
export type PollRecord = {
  format: "movie-lottery poll v1";
  poll: string;
  method: Method;
  films: Pick<Entry, "position" | "id" | "title" | "year">[];
  seedHash: string;
  seed: string;
  ballotsHash: string;
  /** In the order of their random receipts: it says nothing of who voted or when. */
  ballots: Receipt[];
  rounds: Round[];
  winner: number | null;
};

/** The record of a poll that has ended. */
export function pollRecord(
  poll: {
    id: string;
    method: Method;
    entries: readonly Entry[];
    seedHash: string;
    seed: string;
    outcome: Outcome;
  },
  ballots: readonly Receipt[],
): PollRecord {
  const { id, method, entries, seedHash, seed, outcome } = poll;
  return {
    format: "movie-lottery poll v1",
    poll: id,
    method,
    films: entries.map(({ position, id, title, year }) => ({ position, id, title, year })),
    seedHash,
    seed,
    ballotsHash: outcome.ballotsHash,
    ballots: ballots.toSorted((a, b) => (a.receipt < b.receipt ? -1 : 1)),
    rounds: outcome.rounds,
    winner: outcome.winner,
  };
}

/** A Python script without dependencies that counts a record again, draws where films are level, and prints the result. */
export const POLL_PYTHON = `import hashlib, hmac, json, sys

poll = json.load(open(sys.argv[1], encoding="utf-8"))
seed = bytes.fromhex(poll["seed"])
films = {film["position"]: film for film in poll["films"]}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


lines = [b["receipt"] + " " + ",".join(map(str, b["choices"])) for b in poll["ballots"]]
ballots_hash = sha256("".join(line + "\\n" for line in ["movie-lottery ballots v1"] + sorted(lines)).encode())
print("seed hash is the published one:", sha256(seed) == poll["seedHash"])
print("ballots hash is the published one:", ballots_hash == poll["ballotsHash"])


def line_of(position):
    film = films[position]
    title = film["title"].replace("\\\\", "\\\\\\\\").replace("\\n", "\\\\n").replace("\\r", "\\\\r")
    year = "-" if film["year"] is None else film["year"]
    return f'{position} {film["id"]} 1 {year} {title}\\n'


def draw(number, among):
    listing = "movie-lottery list v1\\n" + "".join(line_of(position) for position in sorted(among))
    counter = 0
    while True:
        message = "\\n".join([
            "movie-lottery draw v1",
            "lottery " + poll["poll"],
            f"draw {number}",
            "list " + sha256(listing.encode()),
            "word " + ballots_hash,
            f"counter {counter}",
        ])
        digest = hmac.new(seed, message.encode(), hashlib.sha256).digest()
        value = int.from_bytes(digest[:8], "big")
        if value < 2**64 - 2**64 % len(among):
            return sorted(among)[value % len(among)]
        counter += 1


def first(votes, number):
    most = max(votes.values())
    among = [film for film in votes if votes[film] == most]
    return None if most == 0 else among[0] if len(among) == 1 else draw(number, among)


def goes(votes, history, number):
    fewest = min(votes.values())
    last = level = [film for film in votes if votes[film] == fewest]
    for before in reversed(history[:-1]):
        least = min(before[film] for film in level)
        level = [film for film in level if before[film] == least]
    above = min((count for count in votes.values() if count > fewest), default=0)
    if fewest == 0 or len(level) == 1 or (len(level) == len(last) and fewest * len(level) < above):
        return last if fewest == 0 else level
    return [draw(number, level)]


ballots = [b["choices"] for b in poll["ballots"]]
left = sorted(films)
history = []
while ballots:
    ranked = poll["method"] == "ranked"
    kept = [[film for film in ballot if film in left] for ballot in ballots]
    counted = [ballot[:1] for ballot in kept] if ranked else kept
    votes = {film: sum(film in ballot for ballot in counted) for film in left}
    history.append(votes)
    number = len(history)
    print(f"round {number}:", {films[film]["title"]: votes[film] for film in left})
    level = len(set(votes.values())) == 1
    undecidable = level and (len(left) <= 2 or all(len(ballot) < 2 for ballot in kept))
    if not ranked or undecidable or max(votes.values()) * 2 > sum(votes.values()):
        break
    out = goes(votes, history, number)
    left = [film for film in left if film not in out]

winner = first(votes, number) if ballots else None
print("winner:", "nobody" if winner is None else films[winner]["title"])
print("it is the published one:", winner == poll["winner"])
`;
