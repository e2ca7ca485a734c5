import type { Language } from "#app/copy/language.ts";
import type { Words } from "#app/copy/words.ts";
import {
  billboard,
  CARD_HEIGHT,
  CARD_WIDTH,
  isInOurScripts,
  type LinkCard,
  shortList,
} from "#app/domain/link-card.ts";
import { type Collecting, isCollecting } from "#app/domain/hat.ts";
import { lotteryTitle } from "#app/domain/lottery-title.ts";

/** What everyone who gets the link may know of a lottery: whether it was drawn, but not the winner. */
type Sent = {
  name: string | null;
  createdAt: Date;
  entries: readonly { title: string; year: number | null }[];
  draw: { number: number } | null;
  hat: Collecting;
};

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
  const { name, createdAt, entries, draw } = lottery;
  const { posters, more } = billboard(entries);
  // A film that cannot be set would be a hole in the heading.
  const first = entries.filter(({ title }) => isInOurScripts(title));
  return {
    sign: words("app.name"),
    heading: lotteryTitle({ name, createdAt, first, entryCount: entries.length }, words),
    lead: leadOf(lottery, words),
    badge: draw ? words("link.drawn") : null,
    posters: posters.map(({ title, year }) => ({ title, year })),
    more,
  };
}

/** The link card where the lottery cannot be looked up now. */
export function emptyLinkCard(words: Words): LinkCard {
  const [sign, heading, lead] = [words("app.name"), words("home.title"), words("app.description")];
  return { sign, heading, lead, badge: null, posters: [], more: 0 };
}

/** What a chat is told about a lottery's link. */
export function linkTagsOf(
  lottery: Sent,
  { words, language, link, image }: { words: Words; language: Language; link: string; image: string },
): LinkTags {
  const title = lotteryTitle(lottery, words);
  return {
    title,
    description: [leadOf(lottery, words), filmsOf(lottery, words)].join(" ").trim(),
    alt: words("link.alt", { title }),
    locale: language === "ru" ? "ru_RU" : "en_US",
    link,
    // Chats keep a link card by its address, and it changes with each draw.
    image: lottery.draw ? `${image}?draw=${lottery.draw.number}` : image,
  };
}

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

function filmsOf({ entries }: Pick<Sent, "entries">, words: Words): string {
  if (entries.length === 0) return "";
  const { list, more } = shortList(entries);
  return more > 0 ? words("link.films-more", { list, more }) : words("link.films", { list });
}
