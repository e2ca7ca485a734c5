import { describe, expect, test } from "vitest";
import { KINDS, PICTURES_PER_MINUTE, type Kind } from "#app/visitor/kinds.ts";
import {
  ACTION_FORMS,
  type ActionForm,
  NO_SCENE,
  type Scene,
  setScene,
} from "#tests/support/action-forms.ts";
import { textOf } from "#tests/support/html.ts";
import { testServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

/** The limits that all writes have in common are out of the way. */
const server = await testServer({ TRUSTED_PROXIES: "1", LIMITS_PERCENT: "100" });
let clients = 0;

/** A visitor's way in through a proxy that has seen an address of its own. */
function newClient(): Visitor {
  const visitor = server.visitor();
  const seen = { "X-Forwarded-For": `198.51.100.${++clients}` };
  return {
    ...visitor,
    get: (path, headers) => visitor.get(path, { ...seen, ...headers }),
    post: (path, fields, headers) => visitor.post(path, fields, { ...seen, ...headers }),
  };
}

/** What each form of each action is counted as; null for one that saves nothing. A new one has to be written down here. */
const KIND_OF: Record<string, (Kind | null)[]> = {
  "routes/$": [null],
  "routes/_index": ["create", null, null, "create"],
  "routes/club": ["club", "club", "club", "club", "club"],
  "routes/club_.$deviceId_.removal": ["club"],
  "routes/club_.deletion": ["club"],
  "routes/history": ["change", "change"],
  "routes/join.$token": ["club"],
  "routes/l.$id": Array<Kind>(9).fill("suggest"),
  "routes/l.$id_.completion": ["change"],
  "routes/l.$id_.deletion": ["change"],
  "routes/l.$id_.draw": ["draw"],
  "routes/l.$id_.redraw": ["draw"],
  "routes/language": [null],
  "routes/library": ["change", "change", "create", "change", "change", "change"],
  "routes/library_.$movieId": ["change"],
  "routes/library_.$movieId_.completion": ["change"],
  "routes/library_.$movieId_.deletion": ["change"],
  "routes/library_.completion": ["change"],
  "routes/library_.import": ["import"],
  "routes/library_.import_.$id": ["import"],
  "routes/library_.random": ["create"],
  "routes/library_.trash": ["change", "change"],
  "routes/library_.trash_.emptying": ["change"],
  "routes/p.$id": ["vote"],
  "routes/p.$id_.deletion": ["change"],
  "routes/p.$id_.settings": Array<Kind>(5).fill("change"),
  "routes/p.new": ["create"],
};

test("every form of every action is here", () => {
  const forms = Object.entries(ACTION_FORMS).map(([id, make]) => [id, make(NO_SCENE).length] as const);
  const kinds = Object.entries(KIND_OF).map(([id, { length }]) => [id, length] as const);
  expect(Object.fromEntries(kinds)).toEqual(Object.fromEntries(forms));
});

describe.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
  "who has done too much of one kind: %s",
  (kind) => {
    test("is told to wait with these forms, and goes on with all others", async () => {
      const host = newClient();
      const scene = await setScene(host, newClient());
      await host.post(`${scene.lottery}/draw`, {});
      const forms = formsOf(scene);
      const first = forms.find((form) => form.kind === kind && !LAST.test(form.path))!;
      let answer = await send(host, first);
      for (let times = 0; times < KINDS[kind].visitor && answer.status !== 429; times++) {
        answer = await send(host, first);
      }
      expect([answer.status, Number(answer.headers["retry-after"])]).toEqual([429, expect.any(Number)]);
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
      expect(textOf(answer.document, "[role=alert]")).toMatch(/Press again in a minute\.$/);
      // What others need is deleted last.
      for (const form of [
        ...forms.filter(({ path }) => !LAST.test(path)),
        ...forms.filter(({ path }) => LAST.test(path)),
      ]) {
        if (!reaches(form)) continue;
        const { status } = await send(host, form);
        expect([form.path, form.fields.form, status === 429]).toEqual([
          form.path,
          form.fields.form,
          form.kind === kind,
        ]);
      }
    });
  },
);

test("a list counts as soon as it is read, whatever came of that", async () => {
  const host = newClient();
  await host.get("/");
  const [form] = ACTION_FORMS["routes/library_.import"]!(NO_SCENE);
  const unreadable = { ...form!, fields: { ...form!.fields, text: "" } };
  const statuses: number[] = [];
  for (let times = 0; times <= KINDS.import.visitor; times++)
    statuses.push((await send(host, unreadable)).status);
  expect(statuses).toEqual([...Array<number>(KINDS.import.visitor).fill(422), 429]);
});

/** Link cards that are asked for at the same time. */
const AT_ONCE = 6;

const LAST = /\/(deletion|emptying)$/;

type CountedForm = ActionForm & { kind: Kind | null };

function formsOf(scene: Scene): CountedForm[] {
  return Object.entries(ACTION_FORMS).flatMap(([id, make]) =>
    make(scene).map((form, index) => ({ ...form, kind: KIND_OF[id]![index]! })),
  );
}

/** A lottery needs two ticked films, and of the others one is too few before anything is counted. */
const reaches = ({ path, fields }: CountedForm) =>
  !(path === "/library" && fields.do === "lottery") && !path.startsWith("/library/random");

const send = (visitor: Visitor, { path, fields }: ActionForm) => visitor.post(path, fields);

test("one address has so many link cards in a minute, and another one has its own", async () => {
  const client = newClient();
  const card = "/l/2222222222/file/preview.png";
  const statuses = new Map<number, number>();
  for (let asked = 0; asked <= PICTURES_PER_MINUTE; asked += AT_ONCE) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => client.get(card)));
    for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect(statuses.get(404)).toBe(PICTURES_PER_MINUTE);
  expect(new Set(statuses.keys())).toEqual(new Set([404, 429]));
  expect((await client.get(card)).headers["retry-after"]).toBe("60");
  expect((await newClient().get(card)).status).toBe(404);
});
