/** How often something may be done in a minute, and ten times as often in an hour. */
type Points = {
  /** By one visitor. */
  visitor: number;
  /** From one address, which a household, a school or an office may share. */
  address: number;
};

/**
 * What is counted by itself, on top of what is common to all writes: generous for people, tight for scripts. A factor of
 * the settings, `LIMITS_PERCENT`, makes all of them wider or narrower.
 */
export const KINDS = {
  /** Lotteries and polls. Nobody means more than a handful, and each is a page with a link card of its own. */
  create: { visitor: 15, address: 60 },
  /** Draws, and draws again: a group may draw its way through a whole list. */
  draw: { visitor: 30, address: 120 },
  /** What friends do with a hat: putting in, seconding, taking out. */
  suggest: { visitor: 40, address: 240 },
  /** One person changes their mind a few times, but a whole school may vote within a minute. */
  vote: { visitor: 10, address: 240 },
  /** Reading up to 2 MB, readable or not, and putting in 500 films: the largest library is read once and put in by ten presses. */
  import: { visitor: 12, address: 40 },
  /** Invites, joining, names and leaving: what is in no hurry. */
  club: { visitor: 10, address: 60 },
} as const satisfies Record<string, Points>;

/** `change` is everything else that is saved, such as films of a library: it has only the limits that all have in common. */
export type Kind = keyof typeof KINDS | "change";

/** Link cards that one address may ask for in a minute: chats fetch those of many people from a few addresses. */
export const PICTURES_PER_MINUTE = 300;
