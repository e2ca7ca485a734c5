import { createStaticHandler, matchRoutes, type AgnosticRouteObject } from "@remix-run/router";
import { createRequestHandler } from "@remix-run/node";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { rememberMatches, remixRouter } from "#app/http/route-matches.server.ts";

const original = { ...remixRouter };
const routes: AgnosticRouteObject[] = [
  {
    id: "root",
    path: "",
    loader: () => "root",
    children: [
      leaf("home", undefined),
      leaf("library", "library"),
      leaf("movie", "library/:movieId"),
      leaf("trash", "library/trash"),
      leaf("lottery", "l/:id"),
      leaf("proof", "l/:id/proof"),
      { id: "club", path: "club", children: [leaf("club-home", undefined), leaf("devices", "devices")] },
      leaf("nowhere", "*"),
    ],
  },
];
const segments = fc.constantFrom(
  "",
  "l",
  "library",
  "trash",
  "proof",
  "club",
  "devices",
  "2222222222",
  "%2F",
);
const addresses = fc.array(segments, { maxLength: 4 }).map((parts) => `/${parts.join("/")}`);

describe("a router that remembers", () => {
  const router = { createStaticHandler, matchRoutes };
  rememberMatches(router);
  const [plain, remembers] = [createStaticHandler(routes), router.createStaticHandler(routes)];

  test("finds the same routes, the first time and again", () => {
    fc.assert(
      fc.property(addresses, (address) => {
        const wanted = matchRoutes(routes, address);
        expect(router.matchRoutes(routes, address)).toEqual(wanted);
        expect(router.matchRoutes(routes, address)).toEqual(wanted);
        expect(router.matchRoutes(routes, { pathname: address })).toEqual(wanted);
      }),
    );
  });

  test("answers the same: what is loaded, from which routes, with which parameters", async () => {
    const told = (context: Awaited<ReturnType<typeof plain.query>>) =>
      context instanceof Response
        ? context.status
        : [
            context.statusCode,
            context.loaderData,
            context.errors,
            context.location.pathname,
            context.matches.map(({ route, params, pathname, pathnameBase }) => [
              route.id,
              params,
              pathname,
              pathnameBase,
            ]),
          ];
    await fc.assert(
      fc.asyncProperty(addresses, async (address) => {
        const request = () => new Request(`http://localhost${address.replace(/^\/+/, "/")}?q=1`);
        expect(told(await remembers.query(request()))).toEqual(told(await plain.query(request())));
      }),
    );
  });

  test("says so when there is no such route, and when a method is none", async () => {
    const few = router.createStaticHandler([{ id: "root", path: "only", loader: () => 1 }]);
    const nowhere = await few.query(new Request("http://localhost/else"));
    const odd = await few.query(new Request("http://localhost/only", { method: "PURGE" }));
    expect([nowhere, odd].map((each) => ("statusCode" in each ? each.statusCode : 0))).toEqual([404, 405]);
  });

  test("does not take the routes of one server for those of another", () => {
    const others = [{ id: "other", path: "*" }];
    expect(router.matchRoutes(others, "/library")?.at(-1)?.route.id).toBe("other");
    expect(router.matchRoutes(routes, "/library")?.at(-1)?.route.id).toBe("library");
  });
});

describe("Remix's server", () => {
  const asked = vi.fn<typeof matchRoutes>(remixRouter.matchRoutes);
  beforeAll(() => {
    Object.assign(remixRouter, { matchRoutes: asked });
    rememberMatches(remixRouter);
  });
  afterAll(() => void Object.assign(remixRouter, original));

  test("looks for the routes of an address once", async () => {
    const module = { loader: () => new Response("here") };
    const route = { id: "routes/here", parentId: "root", path: "here", module };
    const build = { routes: { root: { id: "root", path: "", module: {} }, "routes/here": route } };
    const handle = createRequestHandler({
      ...build,
      entry: { module: {} },
      assets: { routes: {} },
      future: { v3_singleFetch: true },
    } as unknown as Parameters<typeof createRequestHandler>[0]);
    for (let times = 0; times < 3; times += 1) {
      const answer = await handle(new Request("http://localhost/here"));
      expect(await answer.text()).toBe("here");
    }
    // Once for the server, and once for the handler of its data.
    expect(asked).toHaveBeenCalledTimes(2);
  });
});

function leaf(id: string, path: string | undefined): AgnosticRouteObject {
  const loader = ({ params }: { params: object }) => ({ id, params });
  return path === undefined ? { id, index: true, loader } : { id, path, loader };
}
