/** The channel on which the database tells every process what happened to a lottery. */
export const NEWS_CHANNEL = "lottery_news";

/** What happened to a lottery. Sent with the commit of the statement that did it; holds nothing secret. */
export type News =
  | { kind: "drawn"; lotteryId: string; number: number; winner: number; drawnAt: string }
  | { kind: "opened"; lotteryId: string; number: number }
  | { kind: "deleted"; lotteryId: string };
