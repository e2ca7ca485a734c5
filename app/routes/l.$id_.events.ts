import type { LoaderFunctionArgs } from "@remix-run/node";
import { followLottery } from "#app/live/live.server.ts";
import { isLotteryId } from "#app/domain/lottery/lottery.ts";
import type { LiveMessage } from "#app/domain/live.ts";
import { eventStream } from "#app/http/event-stream.server.ts";
import { withOurPosters } from "#app/movies/pictures/open-pictures.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";

/**
 * Tells a waiting page what happens to its lottery. Whether the lottery exists is not asked here: the stream says so.
 */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { id: lotteryId } = params;
  if (!isLotteryId(lotteryId)) return new Response(null, { status: 404 });
  const visitor = await visitorOf(request);
  const visitorId = visitor?.id ?? null;
  return eventStream(request, { browser: visitorId, topic: lotteryId }, (send) =>
    followLottery({ lotteryId, visitorId, tell: (message) => send(textOf(message)) }),
  );
}

/** Everyone who follows gets the same message, which is written once. */
const texts = new WeakMap<LiveMessage, string>();

function textOf(message: LiveMessage): string {
  const known = texts.get(message) ?? JSON.stringify(withOurPosters(message));
  texts.set(message, known);
  return known;
}
