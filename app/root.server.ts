import { i18nOf } from "./copy/catalogs.server.ts";
import { wordsOf } from "./copy/words.ts";
import { languageOf } from "./http/request-language.server.ts";
import type { Notice, SaidNotice } from "./visitor/notices.ts";

/** A notice with its words. Here, so that browsers need not know those of all notices for the one that they show. */
export async function saidTo(request: Request, notice: Notice): Promise<SaidNotice> {
  const words = wordsOf(i18nOf(await languageOf(request)));
  const { id, title, count, others = 0, offer, undo } = notice;
  const text = words(`notice.${id}`, { title, count, others });
  if (offer) return { id, text: `${text} ${words("offer.text")}`, link: words("offer.link") };
  return undo === undefined ? { id, text } : { id, text, undo, button: words("undo.button") };
}
