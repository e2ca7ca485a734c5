import { tickedIn, type BallotProblem, type Ticked } from "#app/domain/poll/ballot.ts";
import type { Unsaved } from "#app/http/answer.ts";

/** A ballot form that comes back. */
export type VoteAnswer = {
  ticked: Ticked;
  problems: Record<number, BallotProblem>;
  unsaved: Unsaved | null;
  /**
   * `saved-before`: this form was saved, with other films. `changed`: the poll is no longer the one that it was made for.
   * `not-invited`: only those with a personal link may vote.
   */
  trouble: "saved-before" | "changed" | "not-invited" | null;
  submitKey: string;
  method: string;
  /** The token of the personal link that it was sent by. */
  voter: string | null;
};

/** The form as it was sent, with what is to be said of it. */
export function voteAnswer(form: URLSearchParams | FormData, about: Partial<VoteAnswer>): VoteAnswer {
  const texts = [...form].filter((field): field is [string, string] => typeof field[1] === "string");
  const sent = new URLSearchParams(texts);
  return {
    ticked: tickedIn(sent),
    problems: {},
    unsaved: null,
    trouble: null,
    submitKey: sent.get("submitKey") ?? "",
    method: sent.get("method") ?? "",
    voter: sent.get("voter"),
    ...about,
  };
}
