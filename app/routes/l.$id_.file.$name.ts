import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { i18nOf } from "#app/copy/catalogs.server.ts";
import { wordsOf } from "#app/copy/words.ts";
import { lotteryPage } from "#app/data/lotteries/reads.server.ts";
import { readEvening } from "#app/domain/lottery/evening.ts";
import { isLotteryId } from "#app/domain/lottery/lottery.ts";
import { lotteryTitle } from "#app/domain/lottery/lottery-title.ts";
import { languageOfWords } from "#app/domain/lottery/link-card.ts";
import { winnerOf } from "#app/domain/draw/remains.ts";
import { calendarFile } from "#app/sharing/calendar.server.ts";
import { later, notThere, picture, tooMany } from "#app/http/file.server.ts";
import { languageOf, preferredLanguage } from "#app/http/request-language.server.ts";
import { withPictures } from "#app/movies/pictures/card-pictures.server.ts";
import { linkCardPng } from "#app/sharing/link-card-png.server.ts";
import { qrSvg } from "#app/sharing/qr.server.ts";
import { absoluteUrl } from "#app/sharing/absolute-url.server.ts";
import { paths } from "#app/paths.ts";
import { linkCardOf, emptyLinkCard } from "#app/sharing/link-tags.ts";
import { mayHavePicture } from "#app/visitor/picture-quota.server.ts";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** The files of a lottery. One route for all of them, because each route makes every request of the app slower. */
export async function loader({ request, params: { id, name } }: LoaderFunctionArgs): Promise<Response> {
  if (!isLotteryId(id)) return notThere();
  if (name === "qr.svg") return qrFile(request, id);
  if (name === "preview.png") return linkCardFile(request, id);
  if (name === "evening.ics") return eveningFile(request, id);
  return notThere();
}

/** Does not ask the database: the link's code can be drawn whether or not the lottery exists. */
async function qrFile(request: Request, id: string): Promise<Response> {
  const body = await qrSvg(absoluteUrl(paths.lottery(id)));
  return picture(request, { body, type: "image/svg+xml", maxAgeS: DAY_S });
}

async function linkCardFile(request: Request, id: string): Promise<Response> {
  if (!(await mayHavePicture())) return tooMany();
  const { value: lottery, source, missing } = await lotteryPage({ lotteryId: id });
  if (missing !== null && missing !== "away") return notThere(missing);
  const language = lottery
    ? languageOfWords(lottery)
    : preferredLanguage(request.headers.get("Accept-Language"));
  const words = wordsOf(i18nOf(language));
  const body = await linkCardPng(
    lottery ? await withPictures(linkCardOf(lottery, words), lottery.entries) : emptyLinkCard(words),
  );
  if (!body) return later();
  return picture(request, { body, type: "image/png", maxAgeS: source === "fresh" ? HOUR_S : MINUTE_S });
}

/** Whatever is wrong (date, draw, lottery, database), the lottery's page explains it better, so this leads there. */
async function eveningFile(request: Request, id: string): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const typed = { date: query.get("date") ?? "", time: query.get("time") ?? "" };
  const now = Date.now();
  const { evening } = readEvening(typed, now);
  const { value: lottery } = await lotteryPage({ lotteryId: id });
  const winner = lottery && winnerOf(lottery);
  if (!evening || !lottery?.draw || !winner) {
    return redirect(`${paths.lottery(id)}?${new URLSearchParams(typed).toString()}#evening`, 303);
  }
  const words = wordsOf(i18nOf(await languageOf(request)));
  const link = absoluteUrl(paths.lottery(id));
  const lotteryName = lotteryTitle(lottery, words);
  return calendarFile({
    uid: `${id}.${lottery.draw.number}@movie-lottery`,
    madeAt: lottery.draw.drawnAt.getTime(),
    now,
    evening,
    title: winner.year === null ? winner.title : `${winner.title} (${winner.year})`,
    description: `${words("evening.description", { title: lotteryName })}\n${link}`,
    link,
  });
}
