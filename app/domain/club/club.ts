export const CLUB_NAME_MAX = 60;
export const FIRST_NAME_MAX = 40;
/** How many browsers a club may have, and how many invites that still work. */
export const DEVICES_MAX = 50;
export const INVITES_MAX = 20;
/** Of invites that have ended, so many of a club are known: whoever opens one is told what has become of it. */
export const ENDED_INVITES_KEPT = 100;

/** How much else a club may have: more than anybody needs in a lifetime, and no more than a script should leave behind. */
export const FILMS_MAX = 1_000_000;
export const LOTTERIES_MAX = 20_000;
export const POLLS_MAX = 20_000;

/** How often an invite may be used; 0 stands for as often as anybody likes. */
export const INVITE_USES = [1, 5, 0] as const;
/** For how many days it works. */
export const INVITE_DAYS = [1, 7, 30] as const;

/** With how many films a library is worth a recovery link. */
export const WORTH_KEEPING = 10;

/** A browser of a club. `lastSeen` is null for one that nobody has written down yet. */
export type Device = { id: string; firstName: string; lastSeen: Date | null };

/** An invite that works. `usesLeft` is null for any number. */
export type Invite = { id: string; madeBy: string; expiresAt: Date | null; usesLeft: number | null };

export type Club = {
  /** Blank for a club without a name. */
  name: string;
  /** Those seen last come first. */
  devices: Device[];
  invites: Invite[];
  /** Whether there is a recovery link. */
  recoverable: boolean;
  /** Whether films or evenings of a club that somebody came from are on their way. */
  arriving: boolean;
};

/** For how many days something still works, the last one begun counted too; null for ever. */
export function daysUntil(end: Date | null, now: number): number | null {
  return end && Math.max(1, Math.ceil((end.getTime() - now) / DAY_MS));
}

const DAY_MS = 24 * 60 * 60_000;

/** A club of which nothing is saved yet. */
export const NEW_CLUB: Club = { name: "", devices: [], invites: [], recoverable: false, arriving: false };

/** Why an invite does not let anybody in; `member` is who is in that club already, `many` who has more than would fit. */
export type Unwelcome = "used" | "expired" | "revoked" | "full" | "member" | "many";

/** What a person sees of a club before joining it. Films and lotteries are counted up to COUNTED_MAX. */
export type Welcome = {
  /** Null while the invite lets this visitor in. */
  refused: Unwelcome | null;
  recovery: boolean;
  clubName: string;
  /** The first name of who made the invite; blank when it is not known. */
  madeBy: string;
  movies: number;
  lotteries: number;
  /** What the visitor's own club has, and whether nobody else is in it. */
  own: { movies: number; lotteries: number; alone: boolean };
};

export const COUNTED_MAX = 1_000;

/** Whether a text can be the token of an invite. */
export function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{32}$/.test(text);
}

/** Whether a text can be the id of a device. */
export function isDeviceId(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
