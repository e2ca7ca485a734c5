import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import type { CompletionProgress } from "#app/domain/film/completion.ts";
import { languageOf } from "#app/http/request-language.server.ts";

/** What the page says of an order that has come this far. `waits`: the providers allow no more, or do not answer. */
export async function wordsFor(
  request: Request,
  progress: CompletionProgress,
  { waits }: { waits: boolean },
) {
  const words = wordsOf(i18nOf(await languageOf(request)));
  const { ordered, done, found, bare } = progress;
  const running = done < ordered;
  return {
    title: words("complete-all.title"),
    lead: words("complete-all.lead"),
    bare: words("complete-all.bare", { count: bare }),
    start: words("complete-all.start"),
    state:
      ordered === 0 ? null : words(`complete-all.${running ? "progress" : "over"}`, { done, ordered, found }),
    next: running ? words(`complete-all.${waits ? "waits" : "goes-on"}`) : null,
    back: words("complete-all.back"),
  };
}
