import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { lotteryTitle } from "#app/domain/lottery/lottery-title.ts";
import { languageOf } from "#app/http/request-language.server.ts";

/** What calls lotteries by their titles in the language of a request. Here, so that browsers need not know how. */
export async function lotteryTitles(
  request: Request,
): Promise<(lottery: Parameters<typeof lotteryTitle>[0]) => string> {
  const words = wordsOf(i18nOf(await languageOf(request)));
  return (lottery) => lotteryTitle(lottery, words);
}
