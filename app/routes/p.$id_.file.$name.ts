import type { LoaderFunctionArgs } from "@remix-run/node";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { ballotList, pollPage } from "#app/data/polls/reads.server.ts";
import { languageOfWords } from "#app/domain/lottery/link-card.ts";
import { pollRecord } from "#app/domain/poll/poll-proof.ts";
import { isPollId } from "#app/domain/poll/poll.ts";
import { later, notThere, picture } from "#app/http/file.server.ts";
import { preferredLanguage } from "#app/http/request-language.server.ts";
import { withPictures } from "#app/movies/pictures/card-pictures.server.ts";
import { paths } from "#app/paths.ts";
import { absoluteUrl } from "#app/sharing/absolute-url.server.ts";
import { linkCardPng } from "#app/sharing/link-card-png.server.ts";
import { emptyLinkCard, pollCardOf } from "#app/sharing/link-tags.ts";
import { qrSvg } from "#app/sharing/qr.server.ts";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** The files of a poll. One route for all of them, because each route makes every request of the app slower. */
export async function loader({ request, params: { id, name } }: LoaderFunctionArgs): Promise<Response> {
  if (!isPollId(id)) return notThere();
  if (name === "qr.svg") return qrFile(request, id);
  if (name === "preview.png") return linkCardFile(request, id);
  if (name === "ballots.json") return ballotsFile(id);
  return notThere();
}

/** Does not ask the database: the link's code can be drawn whether or not the poll exists. */
async function qrFile(request: Request, id: string): Promise<Response> {
  const body = await qrSvg(absoluteUrl(paths.poll(id)));
  return picture(request, { body, type: "image/svg+xml", maxAgeS: DAY_S });
}

async function linkCardFile(request: Request, pollId: string): Promise<Response> {
  const { value: poll, source, missing } = await pollPage({ pollId });
  if (missing !== null && missing !== "away") return notThere(missing);
  const language = poll ? languageOfWords(poll) : preferredLanguage(request.headers.get("Accept-Language"));
  const words = wordsOf(i18nOf(language));
  const body = await linkCardPng(
    poll ? await withPictures(pollCardOf(poll, words), poll.entries) : emptyLinkCard(words),
  );
  if (!body) return later();
  return picture(request, { body, type: "image/png", maxAgeS: source === "fresh" ? HOUR_S : MINUTE_S });
}

/** Everything that a poll was counted from. Before the end there is no such file. */
async function ballotsFile(pollId: string): Promise<Response> {
  const { value: poll, missing } = await pollPage({ pollId });
  if (missing === "away") return later();
  if (!poll?.outcome || !poll.seed) return notThere(missing ?? "not-found");
  const { value: ballots } = await ballotList({ pollId });
  if (!ballots) return later();
  const record = pollRecord({ ...poll, outcome: poll.outcome, seed: poll.seed }, ballots);
  return new Response(JSON.stringify(record, null, 1), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="poll-${pollId}.json"`,
      "Cache-Control": "private, no-cache",
    },
  });
}
