import { createRequire } from "node:module";
import type { AgnosticRouteMatch, AgnosticRouteObject, StaticHandler } from "@remix-run/router";
import { LRUCache } from "lru-cache";

type Router = Pick<typeof import("@remix-run/router"), "createStaticHandler" | "matchRoutes">;
type Match = AgnosticRouteMatch;

/** Addresses that nobody asks for again go first. */
const KEPT_MAX = 1_000;

/** The very module that Remix's server has loaded, with exports that can be replaced. */
export const remixRouter = createRequire(import.meta.url)("@remix-run/router") as Router;

/**
 * Has a router remember which of its routes an address belongs to. By itself it sorts all routes and compiles all their
 * patterns twice for each request, which is a third of what a page costs that was rendered before. To be called before the
 * server is made, and with routes that stay as they are; see docs/decisions/043.
 */
export function rememberMatches(router: Router): void {
  const { createStaticHandler, matchRoutes } = router;
  const known = new WeakMap<object, LRUCache<string, readonly Match[]>>();

  /** Null is not kept: there is a route for everything. */
  function matchesOf(routes: AgnosticRouteObject[], address: string, basename?: string) {
    const of = known.get(routes) ?? new LRUCache({ max: KEPT_MAX });
    known.set(routes, of);
    const key = `${basename ?? "/"} ${address}`;
    const found = of.get(key) ?? matchRoutes(routes, address, basename);
    if (found) of.set(key, found);
    return found && [...found];
  }

  // Remix's server asks with a text. What is rendered asks with a location, of routes that are made for it alone.
  const remembered: typeof matchRoutes<AgnosticRouteObject> = (routes, address, basename) =>
    typeof address === "string"
      ? matchesOf(routes, address, basename)
      : matchRoutes(routes, address, basename);

  const handlerThatRemembers: typeof createStaticHandler = (routes, options) => {
    const whole = createStaticHandler(routes, options);
    const narrow = new Map<string, StaticHandler>();
    /** The handler of only those routes that the address of a request belongs to. */
    const handlerOf = ({ url }: Request): StaticHandler => {
      const matches = matchesOf(whole.dataRoutes, new URL(url).pathname, options?.basename);
      const id = matches?.at(-1)?.route.id;
      if (!matches || id === undefined) return whole;
      const handler = narrow.get(id) ?? createStaticHandler([branchOf(matches)], options);
      narrow.set(id, handler);
      return handler;
    };
    return {
      ...whole,
      query: (request, more) => handlerOf(request).query(request, more),
      queryRoute: (request, more) => handlerOf(request).queryRoute(request, more),
    };
  };

  Object.assign(router, { matchRoutes: remembered, createStaticHandler: handlerThatRemembers });
}

/** The first of these routes, with the second as its only child, and so on. */
function branchOf([match, ...inner]: readonly Match[]): AgnosticRouteObject {
  const { route } = match!;
  return inner.length === 0 || route.index ? route : { ...route, children: [branchOf(inner)] };
}
