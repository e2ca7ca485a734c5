import type { Language } from "#app/copy/language.ts";
import type { Words } from "#app/copy/words.ts";
import {
  billboard,
  CARD_HEIGHT,
  CARD_WIDTH,
  isInOurScripts,
  type LinkCard,
  shortList,
} from "#app/domain/lottery/link-card.ts";
import { type Collecting, isCollecting } from "#app/domain/hat/hat.ts";
import { lotteryTitle } from "#app/domain/lottery/lottery-title.ts";

type Films = {
  name: string | null;
  createdAt: Date;
  entries: readonly { title: string; year: number | null }[];
};

/** What everyone who gets the link may know of a lottery: whether it was drawn, but not the winner. */
type Sent = Films & { draw: { number: number } | null; hat: Collecting };

/** What everyone who gets the link may know of a poll: whether it is over, but nothing of the votes. */
type SentPoll = Films & { ended: boolean };

/** What a chat is told about a link, besides its link card. Addresses are absolute. */
export type LinkTags = {
  title: string;
  description: string;
  alt: string;
  locale: string;
  link: string;
  image: string;
};

/** The link card of a lottery. */
export function linkCardOf(lottery: Sent, words: Words): LinkCard {
  const badge = lottery.draw ? words("link.drawn") : null;
  return cardOf(lottery, { lead: leadOf(lottery, words), badge }, words);
}

/** The link card of a poll. */
export function pollCardOf(poll: SentPoll, words: Words): LinkCard {
  const badge = poll.ended ? words("link.poll-over") : null;
  return cardOf(poll, { lead: leadOfPoll(poll, words), badge }, words);
}

function cardOf(
  { name, createdAt, entries }: Films,
  said: Pick<LinkCard, "lead" | "badge">,
  words: Words,
): LinkCard {
  const { posters, more } = billboard(entries);
  // A film that cannot be set would be a hole in the heading.
  const first = entries.filter(({ title }) => isInOurScripts(title));
  return {
    sign: words("app.name"),
    heading: lotteryTitle({ name, createdAt, first, entryCount: entries.length }, words),
    ...said,
    posters: posters.map(({ title, year }) => ({ title, year })),
    more,
  };
}

/** The link card where what it is about cannot be looked up now. */
export function emptyLinkCard(words: Words): LinkCard {
  const [sign, heading, lead] = [words("app.name"), words("home.title"), words("app.description")];
  return { sign, heading, lead, badge: null, posters: [], more: 0 };
}

type Around = { words: Words; language: Language; link: string; image: string };

/** What a chat is told about a lottery's link. */
export function linkTagsOf(lottery: Sent, { words, language, link, image }: Around): LinkTags {
  const title = lotteryTitle(lottery, words);
  return {
    title,
    description: [leadOf(lottery, words), filmsOf(lottery, words)].join(" ").trim(),
    alt: words("link.alt", { title }),
    locale: LOCALES[language],
    link,
    // Chats keep a link card by its address, and it changes with each draw.
    image: lottery.draw ? `${image}?draw=${lottery.draw.number}` : image,
  };
}

/** What a chat is told about a poll's link. */
export function pollTagsOf(poll: SentPoll, { words, language, link, image }: Around): LinkTags {
  const title = lotteryTitle(poll, words);
  const { list, more } = shortList(poll.entries);
  const films = words(more > 0 ? "link.poll-films-more" : "link.poll-films", { list, more });
  return {
    title,
    description: poll.entries.length > 0 ? `${leadOfPoll(poll, words)} ${films}` : leadOfPoll(poll, words),
    alt: words("link.poll-alt", { title }),
    locale: LOCALES[language],
    link,
    image: poll.ended ? `${image}?ended` : image,
  };
}

const LOCALES: Record<Language, string> = { en: "en_US", ru: "ru_RU" };

/** The same as <meta> elements (ogp.me, and Twitter's card, which takes the rest from those). */
export function metaTags({ title, description, alt, locale, link, image }: LinkTags) {
  const properties = {
    "og:type": "website",
    "og:title": title,
    "og:description": description,
    "og:url": link,
    "og:locale": locale,
    "og:image": image,
    "og:image:type": "image/png",
    "og:image:width": String(CARD_WIDTH),
    "og:image:height": String(CARD_HEIGHT),
    "og:image:alt": alt,
  };
  return [
    ...Object.entries(properties).map(([property, content]) => ({ property, content })),
    { name: "twitter:card", content: "summary_large_image" },
    // The link is unlisted: only people who were sent it should find it. robots.txt would keep out chats as well.
    { name: "robots", content: "noindex" },
  ];
}

function leadOf({ entries, draw, hat }: Pick<Sent, "entries" | "draw" | "hat">, words: Words): string {
  if (isCollecting(hat)) return words("link.lead-collecting", { count: entries.length });
  if (entries.length === 0) return words("lost.title");
  return draw ? words("link.lead-drawn") : words("link.lead", { count: entries.length });
}

function leadOfPoll({ entries, ended }: SentPoll, words: Words): string {
  if (entries.length === 0) return words("lost.title");
  return ended ? words("link.poll-lead-over") : words("link.poll-lead", { count: entries.length });
}

function filmsOf({ entries }: Pick<Sent, "entries">, words: Words): string {
  if (entries.length === 0) return "";
  const { list, more } = shortList(entries);
  return more > 0 ? words("link.films-more", { list, more }) : words("link.films", { list });
}
