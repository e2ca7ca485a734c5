/** Alive, whatever the database does: a check that asked it would have the app restarted when it is slow. */
export function loader(): Response {
  return new Response("ok\n", { headers: { "Content-Type": "text/plain", "Cache-Control": "no-store" } });
}
