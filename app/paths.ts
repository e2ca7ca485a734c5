/** The value of `view` that asks for the television view, in addresses as in forms. */
export const TV_VIEW = "stage";

/** Answers as long as the process lives. */
export const ALIVE = "/healthz";

/** Every address of the app. */
export const paths = {
  home: "/",
  /** The form posts to the index route, hence `?index`. */
  createLottery: "/?index",
  /** The same, and its answer is in that language, also for a browser that keeps no cookie. */
  createLotteryIn: (language: string) => `/?index&language=${language}`,
  lottery: (id: string) => `/l/${id}`,
  /** The same for who made it and keeps no cookie. */
  lotteryOfStranger: (id: string) => `/l/${id}?stranger`,
  proof: (id: string) => `/l/${id}/proof`,
  /** The proof of one draw; the plain address is that of the last one. */
  proofOf: (id: string, draw: string) => `/l/${id}/proof?draw=${draw}`,
  redraw: (id: string) => `/l/${id}/redraw`,
  /** The same page with the field for a word that goes into the draw. Without JavaScript it does not reload itself. */
  ownWord: (id: string) => `/l/${id}?word`,
  /** Plays the reveal of the last draw from its start. */
  reveal: (id: string) => `/l/${id}?reveal`,
  /** The lottery without anything around it, for a television. */
  tvView: (id: string) => `/l/${id}?view=${TV_VIEW}`,
  tvWord: (id: string) => `/l/${id}?view=${TV_VIEW}&word`,
  tvReveal: (id: string) => `/l/${id}?view=${TV_VIEW}&reveal`,
  /** Where the film that an entry is gets picked among those that are found. */
  entryCompletion: (id: string, position: string) => `/l/${id}/completion?entry=${position}`,
  draw: (id: string) => `/l/${id}/draw`,
  /** What happens to the lottery, as server-sent events. */
  events: (id: string) => `/l/${id}/events`,
  /** A QR code of the lottery's link. */
  qr: (id: string) => `/l/${id}/file/qr.svg`,
  /** The evening on which the winner is watched, as a calendar file. */
  evening: (id: string) => `/l/${id}/file/evening.ics`,
  /** The link card: the picture that chats show with the link. */
  linkCard: (id: string) => `/l/${id}/file/preview.png`,
  lotteryDeletion: (id: string) => `/l/${id}/deletion`,
  /** Where a poll is made of ticked films of the library. */
  newPoll: "/p/new",
  /** Where one is made of the films of a lottery. */
  newPollOf: (lotteryId: string) => `/p/new?lottery=${lotteryId}`,
  poll: (id: string) => `/p/${id}`,
  /** The same for who votes by name: the token stands for them. Null is nobody's. */
  pollAs: (id: string, token: string | null) => `/p/${id}${asVoter("?", token)}`,
  /** The same with the form to vote again. */
  voteAgain: (id: string, token: string | null = null) => `/p/${id}?again${asVoter("&", token)}`,
  /** Plays the draw that decided a tie from its start. */
  pollReveal: (id: string, token: string | null) => `/p/${id}?reveal${asVoter("&", token)}`,
  pollSettings: (id: string) => `/p/${id}/settings`,
  pollProof: (id: string, token: string | null = null) => `/p/${id}/proof${asVoter("?", token)}`,
  pollEvents: (id: string) => `/p/${id}/events`,
  pollQr: (id: string) => `/p/${id}/file/qr.svg`,
  pollCard: (id: string) => `/p/${id}/file/preview.png`,
  /** All ballots after the end, as JSON. */
  ballots: (id: string) => `/p/${id}/file/ballots.json`,
  pollDeletion: (id: string) => `/p/${id}/deletion`,
  /** A poster that stands at `from`, from us. */
  poster: (mark: string, from: string) => `/posters/${mark}?from=${encodeURIComponent(from)}`,
  /** The films that may be meant by what is being typed, as JSON. */
  find: (query: string) => `/find?${query}`,
  library: "/library",
  import: "/library/import",
  /** What was read of a file, to be confirmed, and later what became of it. */
  importOf: (id: string) => `/library/import/${id}`,
  export: (id: string) => `/library/export/${id}`,
  movie: (id: string) => `/library/${id}`,
  movieDeletion: (id: string) => `/library/${id}/deletion`,
  movieCompletion: (id: string) => `/library/${id}/completion`,
  completion: "/library/completion",
  /** Films that chance takes from the library. */
  random: "/library/random",
  /** The films that were removed and can still be put back. */
  trash: "/library/trash",
  /** Asks before all of them go for good. */
  trashEmptying: "/library/trash/emptying",
  history: "/history",
  historyNumbers: "/history/numbers",
  about: "/about",
  club: "/club",
  /** Asks before the club goes with everything in it. */
  clubDeletion: "/club/deletion",
  /** Asks before a device is taken out of the club, or leaves it. */
  deviceRemoval: (id: string) => `/club/${id}/removal`,
  /** An invite, or a recovery link. */
  join: (token: string) => `/join/${token}`,
  language: "/language",
} as const;

function asVoter(mark: "?" | "&", token: string | null): string {
  return token === null ? "" : `${mark}as=${token}`;
}

/** Whether a text from a form is the address of a page of this app. */
export function isOwnPath(text: string): boolean {
  return /^\/(?![/\\])[\w\-./?=&%]*$/.test(text);
}

/** Where an address of the app that this one replaces leads today; null for any other. */
export function addressToday(path: string): string | null {
  if (path === "/health") return ALIVE;
  const [, waiting] = /^\/wait\/([a-z0-9]{6})$/.exec(path) ?? [];
  return waiting === undefined ? null : paths.lottery(waiting);
}
