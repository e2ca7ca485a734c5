import type { LoaderFunctionArgs } from "@remix-run/node";
import { isPollId } from "#app/domain/poll/poll.ts";
import { eventStream } from "#app/http/event-stream.server.ts";
import { followPoll } from "#app/live/live.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";

/** Tells a page how its poll stands. Whether the poll exists is not asked here: the stream says so. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { id: pollId } = params;
  if (!isPollId(pollId)) return new Response(null, { status: 404 });
  const visitor = await visitorOf(request);
  return eventStream(request, { browser: visitor?.id ?? null, topic: pollId }, (send) =>
    followPoll({ pollId, tell: (message) => send(JSON.stringify(message)) }),
  );
}
