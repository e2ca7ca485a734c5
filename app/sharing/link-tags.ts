import type { Language } from "#app/copy/language.ts";
import type { Words } from "#app/copy/words.ts";
import { billboard, PICTURE_HEIGHT, PICTURE_WIDTH, shortList, type Picture } from "#app/domain/picture.ts";

/** A lottery as those see it who get its link: whether it was drawn, but never what. */
type Sent = {
  name: string | null;
  entries: readonly { title: string; year: number | null }[];
  draw: { number: number } | null;
};

/** What a chat shows of a link. Addresses are absolute. */
export type Preview = {
  title: string;
  description: string;
  alt: string;
  locale: string;
  link: string;
  image: string;
};

/** What the picture of a lottery's link shows. */
export function pictureOf({ name, entries, draw }: Sent, words: Words): Picture {
  const { posters, more } = billboard(entries);
  return {
    sign: words("app.name"),
    heading: name ?? words("lottery.untitled"),
    lead: leadOf({ entries, draw }, words),
    badge: draw ? words("preview.drawn") : null,
    posters: posters.map(({ title, year }) => ({ title, year })),
    more,
  };
}

/** The picture for a lottery that cannot be looked up now. */
export function pictureOfNothing(words: Words): Picture {
  const [sign, heading, lead] = [words("app.name"), words("home.title"), words("app.description")];
  return { sign, heading, lead, badge: null, posters: [], more: 0 };
}

/** What a chat is told about a lottery's link. */
export function previewOf(
  lottery: Sent,
  { words, language, link, image }: { words: Words; language: Language; link: string; image: string },
): Preview {
  const title = lottery.name ?? words("lottery.untitled");
  return {
    title,
    description: [leadOf(lottery, words), filmsOf(lottery, words)].join(" ").trim(),
    alt: words("preview.alt", { title }),
    locale: language === "ru" ? "ru_RU" : "en_US",
    link,
    // Chats keep a picture by its address, and it changes with each draw.
    image: lottery.draw ? `${image}?draw=${lottery.draw.number}` : image,
  };
}

/** The tags of a preview (ogp.me, and Twitter's card, which takes the rest from those). */
export function previewTags({ title, description, alt, locale, link, image }: Preview) {
  const properties = {
    "og:type": "website",
    "og:title": title,
    "og:description": description,
    "og:url": link,
    "og:locale": locale,
    "og:image": image,
    "og:image:type": "image/png",
    "og:image:width": String(PICTURE_WIDTH),
    "og:image:height": String(PICTURE_HEIGHT),
    "og:image:alt": alt,
  };
  return [
    ...Object.entries(properties).map(([property, content]) => ({ property, content })),
    { name: "twitter:card", content: "summary_large_image" },
    // Unlisted: only who was sent the link should come across it. robots.txt would lock previews out as well.
    { name: "robots", content: "noindex" },
  ];
}

function leadOf({ entries, draw }: Pick<Sent, "entries" | "draw">, words: Words): string {
  if (entries.length === 0) return words("lost.title");
  return draw ? words("preview.lead-drawn") : words("preview.lead", { count: entries.length });
}

function filmsOf({ entries }: Pick<Sent, "entries">, words: Words): string {
  if (entries.length === 0) return "";
  const { list, more } = shortList(entries);
  return more > 0 ? words("preview.films-more", { list, more }) : words("preview.films", { list });
}
