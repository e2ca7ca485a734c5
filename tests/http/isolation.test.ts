import { describe, expect, test } from "vitest";
import { ACTION_FORMS, inviteOf, NO_SCENE, setScene, type Scene } from "#tests/support/action-forms.ts";
import { routeIds } from "#tests/support/actions.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await testServer();

/** A browser of the club; one of another club that has the link; one that has never been here; one with a forged cookie. */
const WHO = ["host", "guest", "stranger", "forger"] as const;
type Who = (typeof WHO)[number];
type Statuses = Record<Who, number>;

const all = (status: number): Statuses => ({ host: status, guest: status, stranger: status, forger: status });
/** Of others it is 404, as if it were not there; who keeps no cookie is told that this is why. */
const ofTheClub = (status: number, without = 404): Statuses => ({
  host: status,
  guest: 404,
  stranger: without,
  forger: without,
});
const withCookie = (status: number): Statuses => ({
  host: status,
  guest: status,
  stranger: 403,
  forger: 403,
});

type Expected = { path: (scene: Scene) => string; get: Statuses; posts: Statuses[] };

/** What each route answers to whom: a page, and each of its forms. A new route has to be written down here. */
const EXPECTED: Record<string, Expected> = {
  "routes/$": { path: () => "/nobody/lives/here", get: all(404), posts: [all(404)] },
  "routes/_index": { path: () => "/", get: all(200), posts: [all(303), all(200), all(200), all(303)] },
  "routes/about": { path: () => "/about", get: all(200), posts: [] },
  "routes/club": {
    path: () => "/club",
    get: all(200),
    // The last one ends an invite that nobody has made.
    posts: [withCookie(303), withCookie(303), withCookie(200), withCookie(200), withCookie(404)],
  },
  "routes/club_.$deviceId_.removal": {
    path: () => "/club/00000000-0000-4000-8000-000000000000/removal",
    get: all(404),
    posts: [all(404)],
  },
  // A browser that the club has no more rows of deletes nothing.
  "routes/club_.deletion": {
    path: () => "/club/deletion",
    get: { ...all(200), stranger: 404, forger: 404 },
    posts: [{ ...all(303), stranger: 404, forger: 404 }],
  },
  "routes/find": { path: () => "/find?title=Stalker", get: all(200), posts: [] },
  "routes/healthz": { path: () => "/healthz", get: all(200), posts: [] },
  "routes/history": {
    path: () => "/history",
    get: all(200),
    posts: [ofTheClub(303, 403), ofTheClub(303, 403)],
  },
  "routes/history_.numbers": { path: () => "/history/numbers", get: all(200), posts: [] },
  "routes/join.$token": { path: ({ invite }) => invite, get: all(200), posts: [withCookie(303)] },
  "routes/l.$id": {
    path: ({ hat }) => hat,
    get: all(200),
    posts: [
      withCookie(303),
      withCookie(303),
      // Theirs alone who put the film in.
      { ...withCookie(303), guest: 409 },
      // The host allows none.
      withCookie(409),
      { ...withCookie(303), guest: 409 },
      // It does not wait.
      { ...ofTheClub(409, 403) },
      ofTheClub(303, 403),
      ofTheClub(303, 403),
      // One film is too few.
      ofTheClub(409, 403),
    ],
  },
  "routes/l.$id_.completion": {
    path: ({ lottery }) => `${lottery}/completion?entry=1`,
    get: ofTheClub(200),
    posts: [ofTheClub(303)],
  },
  "routes/l.$id_.deletion": {
    path: ({ lottery }) => `${lottery}/deletion`,
    get: ofTheClub(200, 403),
    posts: [ofTheClub(303, 403)],
  },
  "routes/l.$id_.draw": { path: ({ lottery }) => `${lottery}/draw`, get: all(303), posts: [all(303)] },
  "routes/l.$id_.file.$name": { path: ({ lottery }) => `${lottery}/file/qr.svg`, get: all(200), posts: [] },
  "routes/l.$id_.proof": { path: ({ lottery }) => `${lottery}/proof`, get: all(200), posts: [] },
  "routes/l.$id_.redraw": {
    path: ({ lottery }) => `${lottery}/redraw`,
    // Before the first draw there is none to repeat.
    get: ofTheClub(303, 403),
    posts: [ofTheClub(303, 403)],
  },
  "routes/language": { path: () => "/language", get: all(303), posts: [all(303)] },
  "routes/library": {
    path: () => "/library",
    get: all(200),
    // What others ticked is not there for them: nothing is changed, and that is said.
    posts: [withCookie(303), withCookie(303), all(422), all(303), all(303), all(303)],
  },
  "routes/library_.$movieId": { path: ({ movie }) => movie, get: ofTheClub(200), posts: [ofTheClub(303)] },
  "routes/library_.completion": {
    path: () => "/library/completion",
    get: all(200),
    // Who has no club has nothing to fill in.
    posts: [{ ...ofTheClub(303), guest: 303 }],
  },
  "routes/library_.$movieId_.completion": {
    path: ({ movie }) => `${movie}/completion`,
    get: ofTheClub(200),
    posts: [ofTheClub(303)],
  },
  "routes/library_.$movieId_.deletion": {
    path: ({ movie }) => `${movie}/deletion`,
    get: ofTheClub(200),
    // What is not there is deleted already.
    posts: [{ ...ofTheClub(303), guest: 303 }],
  },
  "routes/library_.export.$name": { path: () => "/library/export/csv", get: all(200), posts: [] },
  "routes/library_.import": { path: () => "/library/import", get: all(200), posts: [withCookie(303)] },
  "routes/library_.import_.$id": {
    path: ({ importing }) => importing,
    get: ofTheClub(200),
    posts: [ofTheClub(303)],
  },
  "routes/library_.random": {
    path: () => `/library/random?seed=${"2".repeat(10)}`,
    get: all(200),
    posts: [all(400)],
  },
  "routes/library_.trash": {
    path: () => "/library/trash",
    get: all(200),
    // In another's trash there is nothing of it.
    posts: [
      { ...ofTheClub(303), guest: 303 },
      { ...ofTheClub(303), guest: 303 },
    ],
  },
  "routes/library_.trash_.emptying": {
    path: () => "/library/trash/emptying",
    get: all(200),
    posts: [{ ...ofTheClub(303), guest: 303 }],
  },
  "routes/p.$id": { path: ({ poll }) => poll, get: all(200), posts: [withCookie(303)] },
  "routes/p.$id_.deletion": {
    path: ({ poll }) => `${poll}/deletion`,
    get: ofTheClub(200, 403),
    posts: [ofTheClub(303, 403)],
  },
  "routes/p.$id_.file.$name": { path: ({ poll }) => `${poll}/file/qr.svg`, get: all(200), posts: [] },
  "routes/p.$id_.proof": { path: ({ poll }) => `${poll}/proof`, get: all(200), posts: [] },
  "routes/p.$id_.settings": {
    path: ({ poll }) => `${poll}/settings`,
    get: ofTheClub(200, 403),
    posts: Array.from({ length: 5 }, () => ofTheClub(303, 403)),
  },
  "routes/p.new": {
    path: ({ lottery }) => `/p/new?lottery=${lottery.slice("/l/".length)}`,
    get: all(200),
    // A lottery of another club is as if it were not there.
    posts: [{ host: 303, guest: 409, stranger: 403, forger: 403 }],
  },
  "routes/posters.$mark": { path: () => "/posters/nonsense?from=x", get: all(404), posts: [] },
  "routes/readyz": { path: () => "/readyz", get: all(200), posts: [] },
};
/** Streams, which never end: tests/http/live.test.ts and tests/http/live-polls.test.ts. */
const STREAMS = ["routes/l.$id_.events", "routes/p.$id_.events"];

test("every route is here", async () => {
  expect([...Object.keys(EXPECTED), ...STREAMS].toSorted()).toEqual(await routeIds());
  const forms = Object.keys(ACTION_FORMS).map((id) => [id, ACTION_FORMS[id]!(NO_SCENE).length]);
  expect(forms.map(([id]) => [id, EXPECTED[id!]?.posts.length])).toEqual(forms);
});

describe.each(Object.entries(EXPECTED))("%s", (id, { path, get, posts }) => {
  test("shows each visitor what is theirs", async () => {
    const { scene, visitors, secrets } = await stage();
    const seen = {} as Statuses;
    const leaks: string[] = [];
    for (const who of WHO) {
      const page = await visitors[who].get(path(scene));
      const data = await visitors[who].get(dataOf(path(scene)));
      seen[who] = page.status;
      if (who !== "host") leaks.push(...shownOf(secrets, page), ...shownOf(secrets, data));
    }
    expect(seen).toEqual(get);
    expect(leaks).toEqual([]);
  });

  test.each(posts.map((statuses, index) => [index, statuses] as const))(
    "carries out form %i for whom it may",
    async (index, statuses) => {
      const seen = {} as Statuses;
      // Whoever has the link may draw, or join, and changes what the next one finds.
      const forAll = ["routes/l.$id_.draw", "routes/join.$token"].includes(id);
      let set = await stage();
      // The host comes last: nothing of what the others send changes anything.
      for (const who of WHO.toReversed()) {
        if (forAll) set = await stage();
        const { scene, visitors, secrets } = set;
        if (id === "routes/l.$id_.redraw") await visitors.host.post(`${scene.lottery}/draw`, {});
        const before = await ownedBy(scene);
        const form = ACTION_FORMS[id]!(scene)[index]!;
        const answer = await visitors[who].post(form.path, form.fields);
        seen[who] = answer.status;
        const leaks = who === "host" ? [] : shownOf(secrets, answer);
        const after = who === "host" || id === "routes/l.$id_.draw" ? before : await ownedBy(scene);
        expect([who, leaks, after]).toEqual([who, [], before]);
      }
      expect(seen).toEqual(statuses);
    },
  );
});

test("another browser of the club sees what its host sees", async () => {
  const { scene, visitors } = await stage();
  const member = await joined(visitors.host);
  for (const [id, { path, get }] of Object.entries(EXPECTED)) {
    expect([id, (await member.get(path(scene))).status]).toEqual([id, get.host]);
  }
  expect((await member.get(scene.movie)).html).toContain(SECRET_NOTE);
});

test("a browser that was taken out of the club is a guest or a stranger, on every route and with every form", async () => {
  const { scene, visitors, secrets } = await stage();
  const removed = await joined(visitors.host);
  const { id: device } = await server
    .db("devices")
    .where({ first_name: LEAVING })
    .orderBy("created_at", "desc")
    .first("id");
  expect((await visitors.host.post(`/club/${device}/removal`, {})).status).toBe(303);
  keepNothing(removed.jar);
  const before = await ownedBy(scene);
  // A draw is for whoever has the link, so it comes when everything else was tried.
  const ids = Object.keys(EXPECTED).toSorted(
    (one, other) => Number(/draw/.test(one)) - Number(/draw/.test(other)),
  );
  for (const id of ids) {
    const { path, get, posts } = EXPECTED[id]!;
    const answers = [await removed.get(path(scene)), await removed.get(dataOf(path(scene)))];
    expect([id, [get.guest, get.stranger]]).toEqual([id, expect.arrayContaining([answers[0]!.status])]);
    for (const [index, { path: to, fields }] of (ACTION_FORMS[id]?.(scene) ?? []).entries()) {
      const answer = await removed.post(to, fields);
      // 409: one of its forms has changed what the next one finds, as with any guest.
      const may = [posts[index]!.guest, posts[index]!.stranger, 409];
      // Whoever leaves, or deletes the club, has left already: the answer is as after a lost one.
      if (id.startsWith("routes/club_.")) may.push(303);
      expect([to, fields.form, may]).toEqual([to, fields.form, expect.arrayContaining([answer.status])]);
      answers.push(answer);
    }
    expect([id, answers.flatMap((answer) => shownOf(secrets, answer))]).toEqual([id, []]);
    const after = /draw/.test(id) ? before : await ownedBy(scene);
    expect([id, after]).toEqual([id, before]);
  }
});

test("of a deleted club nobody sees anything, on no route, even before this process has heard of it", async () => {
  const { scene, visitors, secrets } = await stage();
  const { club_id: id } = await server
    .db("movies")
    .where({ id: scene.movie.slice("/library/".length) })
    .first("club_id");
  // As another process does.
  await server.db("gone_clubs").insert({ id });
  const hidden = secrets.filter((secret) => secret !== id);
  for (const [route, { path }] of Object.entries(EXPECTED)) {
    for (const who of WHO) {
      const page = await visitors[who].get(path(scene));
      const shown = [page, await visitors[who].get(dataOf(path(scene)))].flatMap((answer) =>
        shownOf(hidden, answer),
      );
      expect([route, who, shown]).toEqual([route, who, []]);
      const isLinked = /^\/[lp]\/\w{10}(\/(?!draw|file).*)?$/.test(path(scene).replace(/\?.*/, ""));
      expect([route, who, page.status]).toEqual([route, who, isLinked ? 410 : page.status]);
    }
  }
});

const LEAVING = "Глеб";

/** Somebody whom this host has let into the club. */
async function joined(host: Visitor): Promise<Visitor> {
  const visitor = server.visitor();
  await arrive(visitor);
  expect((await visitor.post(await inviteOf(host), { firstName: LEAVING })).status).toBe(303);
  return visitor;
}

/** Visitors keep what they are given; this one never does. */
function keepNothing(jar: Map<string, string>): void {
  Object.assign(jar, { set: () => jar });
}

const SECRET_TITLE = "Жертвоприношение";
const SECRET_NOTE = "Записка, которую не увидит никто чужой";

/** A club with a lottery and a library, and everybody else. */
async function stage() {
  const host = server.visitor();
  const scene = await setScene(host, server.visitor());
  await host.post(scene.movie, { note: SECRET_NOTE });
  const movieId = scene.movie.slice("/library/".length);
  const [movie] = await server.db("movies").where({ id: movieId }).select("club_id");
  const { seed } = await server
    .db("commitments")
    .where({ lottery_id: scene.lottery.slice("/l/".length) })
    .first("seed");
  const guest = server.visitor();
  await arrive(guest);
  const visitors: Record<Who, Visitor> = {
    host,
    guest,
    stranger: server.visitor(),
    forger: server.visitor(),
  };
  visitors.forger.jar.set("visitor", `${host.jar.get("visitor")!.slice(0, -4)}AAAA`);
  keepNothing(visitors.stranger.jar);
  keepNothing(visitors.forger.jar);
  const pollId = scene.poll.slice("/p/".length);
  const { seed: pollSeed } = await server.db("polls").where({ id: pollId }).first("seed");
  await host.post(scene.poll, ACTION_FORMS["routes/p.$id"]!(scene)[0]!.fields);
  const { token_hash: tokenHash } = await server.db("poll_voters").where({ id: scene.voter }).first();
  const settings = await host.get(`${scene.named}/settings`);
  const token = /\?as=([0-9a-f]{32})/.exec(settings.html)![1]!;
  const { receipt } = await server.db("ballots").where({ poll_id: pollId }).first("receipt");
  const seeds = [seed as Buffer, pollSeed as Buffer].map((each) => each.toString("hex"));
  const secrets = [SECRET_NOTE, SECRET_TITLE, movie.club_id, receipt, token, tokenHash, ...seeds] as string[];
  return { scene, visitors, secrets };
}

function shownOf(secrets: readonly string[], { html, headers }: Answer): string[] {
  return secrets.filter((secret) => html.includes(secret) || JSON.stringify(headers).includes(secret));
}

function dataOf(path: string): string {
  const [page, query] = path.split("?");
  return `${page === "/" ? "/_root" : page}.data${query ? `?${query}` : ""}`;
}

/** All that a club has, as it stands in the database. */
async function ownedBy({ movie }: Scene): Promise<unknown[]> {
  const [{ club_id: club }] = await server
    .db("movies")
    .where({ id: movie.slice("/library/".length) })
    .select("club_id");
  const lotteries = await server.db("lotteries").where({ club_id: club }).orderBy("id");
  const ids = lotteries.map(({ id }: { id: string }) => id);
  return [
    lotteries,
    await server.db("movies").where({ club_id: club }).orderBy("id"),
    await server.db("removed_movies").where({ club_id: club }).orderBy("id"),
    await server.db("polls").where({ club_id: club }).orderBy("id"),
    await server
      .db("poll_voters")
      .join("polls", "polls.id", "poll_id")
      .where({ club_id: club })
      .select("poll_voters.*"),
    ...(await Promise.all(
      ["entries", "draws", "commitments"].map((table) =>
        server
          .db(table)
          .whereIn("lottery_id", ids)
          .orderBy(1 as never),
      ),
    )),
    await server
      .db("hats")
      .whereIn("lottery_id", ids)
      .select("cap", "closes_at", "named", "nod", "odds", "vetoes", "closed_at"),
  ];
}
