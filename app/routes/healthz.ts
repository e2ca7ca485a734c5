/** Alive, whatever the database does: a check that asked the database would restart the app whenever that is slow. */
export function loader(): Response {
  return new Response("ok\n", { headers: { "Content-Type": "text/plain", "Cache-Control": "no-store" } });
}
