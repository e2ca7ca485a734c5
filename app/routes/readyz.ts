import { databaseReport } from "#app/data/report.server.ts";

/** How the database is, for people and monitors; 503 while it is not ready. */
export function loader(): Response {
  const report = databaseReport();
  const headers = { "Cache-Control": "no-store" };
  return Response.json(report, { status: report.ready ? 200 : 503, headers });
}
