import type { LinkCard } from "#app/domain/lottery/link-card.ts";
import type { Movie } from "#app/domain/film/movie.ts";
import { pictures } from "./open-pictures.server.ts";

/** The card with the films' own posters, as far as they are here: whoever asks for it waits for no other server. */
export async function withPictures(card: LinkCard, entries: readonly Movie[]): Promise<LinkCard> {
  const posters = card.posters.map(async (film, index) => {
    const url = entries[index]?.posterUrl;
    const jpeg = url ? await pictures().have(url, { width: 200, format: "jpeg" }) : null;
    return { ...film, picture: jpeg && `data:image/jpeg;base64,${jpeg.toString("base64")}` };
  });
  return { ...card, posters: await Promise.all(posters) };
}
