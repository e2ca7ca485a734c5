import { databaseReport } from "#app/data/report.server.ts";
import { liveState } from "#app/live/live.server.ts";
import { films } from "#app/movies/open-films.server.ts";

/** The state of the database, for people and monitors; 503 while it is not ready. */
export function loader(): Response {
  // `live` is "resting" while nobody waits. "deaf": draws are asked for every two seconds; set DATABASE_URL_DIRECT.
  // Nobody needs a provider to be ready: films can always be typed.
  const report = { ...databaseReport(), live: { state: liveState() }, providers: films().report() };
  const headers = { "Cache-Control": "no-store" };
  return Response.json(report, { status: report.ready ? 200 : 503, headers });
}
