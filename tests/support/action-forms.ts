import { randomUUID } from "node:crypto";
import { createLottery, EVENING, formWith } from "./lotteries.ts";
import type { Visitor } from "./visitor.ts";

/**
 * What the forms of a test are about: the addresses of a lottery, of a movie and of a hat with the id of a film in it, that
 * belong to who sends them, as do a poll, one with a name in it, and an import, the id of a movie in their trash, and the address of an invite to
 * another club.
 */
export type Scene = {
  lottery: string;
  movie: string;
  removed: string;
  hat: string;
  film: string;
  poll: string;
  named: string;
  voter: string;
  importing: string;
  invite: string;
};

/** The scene of a test that only counts forms. */
export const NO_SCENE: Scene = {
  lottery: "",
  movie: "",
  removed: "",
  hat: "",
  film: "",
  poll: "",
  named: "",
  voter: "",
  importing: "",
  invite: "",
};

export type ActionForm = { path: string; fields: Record<string, string> };

/** A form as its page sends it, for every route that takes one; some routes take several. */
export const ACTION_FORMS: Record<string, (scene: Scene) => ActionForm[]> = {
  "routes/_index": () => [
    { path: "/?index", fields: formWith(EVENING, { name: "Пятница" }) },
    { path: "/?index", fields: formWith(EVENING, { title: "Ran", __intent__: INSERT }) },
    { path: "/?index", fields: formWith(EVENING, { __intent__: REMOVE }) },
    { path: "/?index", fields: formWith([["Ran"]], { way: "collect", ...RULES }) },
  ],
  "routes/history": ({ lottery }) => [
    watchedForm(lottery, { watchedOn: "2026-11-27", ownRating: "9", do: "watched" }),
    watchedForm(lottery, { watchedOn: "", ownRating: "", known: "1", do: "not" }),
  ],
  "routes/library": ({ lottery, movie }) => [
    libraryForm("add", {
      submitKey: randomUUID(),
      title: "Ran",
      year: "1985",
      note: "",
      poster: "",
      ref: "",
    }),
    libraryForm("keep", { lottery: lottery.slice("/l/".length), entry: "1" }),
    tickedForm("lottery", { movie }),
    tickedForm("badge-on", { movie, badge: "top" }),
    tickedForm("tag-on", { movie, tag: "с аней" }),
    tickedForm("remove", { movie }),
  ],
  "routes/library_.$movieId": ({ movie }) => [{ path: movie, fields: { note: "С Аней" } }],
  "routes/l.$id_.completion": ({ lottery }) => [
    { path: `${lottery}/completion?entry=1`, fields: { ref: "catalogue:1983-nostalghia:en", entry: "1" } },
  ],
  "routes/library_.$movieId_.completion": ({ movie }) => [
    { path: `${movie}/completion`, fields: { ref: "catalogue:1983-nostalghia:en" } },
  ],
  "routes/library_.completion": () => [{ path: "/library/completion", fields: {} }],
  "routes/library_.import": () => [
    { path: "/library/import", fields: { submitKey: randomUUID(), text: "Зеркало (1975)\nRan" } },
  ],
  "routes/library_.import_.$id": ({ importing }) => [{ path: importing, fields: {} }],
  "routes/library_.$movieId_.deletion": ({ movie }) => [
    { path: `${movie}/deletion`, fields: { title: "Ностальгия", submitKey: randomUUID() } },
  ],
  // A single film, which is none of the forms of that page.
  "routes/library_.random": ({ movie }) => [
    {
      path: "/library/random?seed=2222222222",
      fields: { submitKey: randomUUID(), movie: movie.slice("/library/".length) },
    },
  ],
  "routes/library_.trash": ({ removed }) => [trashForm({ movie: removed }), trashForm({ removal: REMOVAL })],
  "routes/library_.trash_.emptying": () => [{ path: "/library/trash/emptying", fields: {} }],
  "routes/l.$id": ({ hat, film }) => [
    hatForm(hat, "suggest", { ...SUGGESTION, submitKey: randomUUID() }),
    hatForm(hat, "second", { film }),
    hatForm(hat, "takeback", { film }),
    hatForm(hat, "veto", { film }),
    hatForm(hat, "change", { film, title: "Зеркало", year: "1975" }),
    hatForm(hat, "nod", { film }),
    hatForm(hat, "remove", { film, word: "Уже видели" }),
    hatForm(hat, "rules", { cap: "3", odds: "backers", date: "", time: "", zone: "0", named: "on" }),
    hatForm(hat, "close", {}),
  ],
  "routes/l.$id_.draw": ({ lottery }) => [
    { path: `${lottery}/draw`, fields: { number: "1", word: "попкорн", view: "stage" } },
  ],
  "routes/l.$id_.redraw": ({ lottery }) => [
    { path: `${lottery}/redraw`, fields: { number: "2", reason: "Кто-то уже видел", leaveOut: "on" } },
  ],
  "routes/l.$id_.deletion": ({ lottery }) => [{ path: `${lottery}/deletion`, fields: {} }],
  "routes/p.new": ({ lottery }) => [
    {
      path: "/p/new",
      fields: {
        submitKey: randomUUID(),
        name: "Пятница",
        method: "ranked",
        hours: "24",
        open: "on",
        names: "",
        lottery: lottery.slice("/l/".length),
      },
    },
  ],
  "routes/p.$id": ({ poll }) => [
    { path: poll, fields: { submitKey: randomUUID(), method: "approval", film: "1" } },
  ],
  "routes/p.$id_.settings": ({ poll, named, voter }) => [
    pollSettings(poll, { name: "Суббота", method: "approval", hours: "72" }),
    pollSettings(poll, { form: "end" }),
    pollSettings(named, { form: "names", names: "Боря\nВера" }),
    pollSettings(named, { form: "renew-link", voter, links: "1" }),
    pollSettings(named, { form: "strike-name", voter, links: "1" }),
  ],
  "routes/p.$id_.deletion": ({ poll }) => [{ path: `${poll}/deletion`, fields: {} }],
  "routes/club": () => [
    clubForm("name", { name: "Киноклуб на Речной" }),
    clubForm("me", { firstName: "Аня" }),
    clubForm("invite", { submitKey: randomUUID(), uses: "5", days: "7" }),
    clubForm("recovery", { submitKey: randomUUID() }),
    clubForm("revoke", { invite: randomUUID() }),
  ],
  "routes/club_.$deviceId_.removal": () => [{ path: `/club/${randomUUID()}/removal`, fields: {} }],
  "routes/club_.deletion": () => [{ path: "/club/deletion", fields: { sure: "on" } }],
  "routes/join.$token": ({ invite }) => [{ path: invite, fields: { firstName: "Аня" } }],
  "routes/language": () => [{ path: "/language", fields: { language: "ru", back: "/history" } }],
  "routes/$": () => [{ path: "/nobody/lives/here", fields: {} }],
};

/** A lottery, a movie and an import of this visitor, and an invite to the club of another one. */
export async function setScene(visitor: Visitor, other: Visitor): Promise<Scene> {
  await visitor.get("/");
  const lottery = await createLottery(visitor);
  const removed = await addMovie(visitor, { title: "Жертвоприношение", year: "1986" });
  await visitor.post(`${removed}/deletion`, { submitKey: REMOVAL });
  const movie = await addMovie(visitor, { title: "Ностальгия", year: "1983" });
  // A film is filled in from one that was found.
  await visitor.get("/find?title=Nostalghia");
  const hat = await createLottery(visitor, EVENING.slice(0, 1), { way: "collect" });
  const { document } = await visitor.get(hat);
  const film = document.querySelector("input[name=film]")?.getAttribute("value");
  if (!film) throw new Error("the hat has no film");
  const list = { submitKey: randomUUID(), text: "Зеркало (1975)" };
  const { location: importing } = await visitor.post("/library/import", list);
  const invite = await inviteOf(other);
  const made = {
    lottery,
    movie,
    removed: removed.slice("/library/".length),
    hat,
    film,
    importing,
    invite,
  };
  const [making] = ACTION_FORMS["routes/p.new"]!({ ...NO_SCENE, ...made });
  const fields = { ...making!.fields, method: "approval", open: "off" };
  const { location: poll } = await visitor.post(making!.path, fields);
  const byName = { ...fields, submitKey: randomUUID(), names: "Аня" };
  const settings = await visitor.follow(await visitor.post(making!.path, byName));
  const voter = settings.document.querySelector("input[name=voter]")?.getAttribute("value");
  const named = settings.document.querySelector("main a[href^='/p/']")?.getAttribute("href");
  if (!voter || !named) throw new Error("the poll has no name in it");
  return { ...made, poll, named, voter };
}

/** Puts a film on top of the visitor's library; answers its address. */
async function addMovie(visitor: Visitor, film: { title: string; year: string }): Promise<string> {
  await visitor.post("/library", { form: "add", submitKey: randomUUID(), note: "", poster: "", ...film });
  const library = await visitor.get("/library");
  const movie = library.document.querySelector(".poster-link")?.getAttribute("href");
  if (!movie) throw new Error("the library has no movie");
  return movie;
}

/** The path of an invite to the club of this visitor. */
export async function inviteOf(
  host: Visitor,
  { uses = "1", form = "invite" }: { uses?: "0" | "1" | "5"; form?: "invite" | "recovery" } = {},
): Promise<string> {
  await host.get("/club");
  const choices: Record<string, string> = form === "invite" ? { uses, days: "7" } : {};
  const { document } = await host.post("/club", { form, submitKey: randomUUID(), ...choices });
  const link = document.querySelector<HTMLInputElement>("#share-link")?.value;
  if (!link) throw new Error("there is no invite");
  return new URL(link).pathname;
}

/** What removed the film that waits in the trash of a scene; nobody's in another club. */
const REMOVAL = randomUUID();
const SUGGESTION = { firstName: "Боря", title: "Ran", year: "1985", poster: "", several: "", ref: "" };

function hatForm(path: string, form: string, fields: Record<string, string>): ActionForm {
  return { path, fields: { form, ...fields } };
}

const INSERT = JSON.stringify({ type: "insert", payload: { name: "entries" } });
const RULES = { cap: "3", odds: "backers", date: "2027-01-01", time: "20:00", zone: "-180", nod: "on" };
const REMOVE = JSON.stringify({ type: "remove", payload: { name: "entries", index: 1 } });

function pollSettings(poll: string, fields: Record<string, string>): ActionForm {
  return { path: `${poll}/settings`, fields };
}

function clubForm(form: string, fields: Record<string, string>): ActionForm {
  return { path: "/club", fields: { form, ...fields } };
}

function watchedForm(lottery: string, fields: Record<string, string>): ActionForm {
  const film = { kind: "lottery", id: lottery.slice("/l/".length), entry: "1", title: "Солярис" };
  return { path: "/history", fields: { ...film, from: "history", ...fields } };
}

function trashForm(fields: Record<string, string>): ActionForm {
  return { path: "/library/trash", fields };
}

function tickedForm(command: string, { movie, ...fields }: Record<string, string>): ActionForm {
  const id = movie!.slice("/library/".length);
  return libraryForm("lottery", { submitKey: randomUUID(), do: command, movie: id, ...fields });
}

function libraryForm(form: string, fields: Record<string, string>): ActionForm {
  return { path: "/library", fields: { form, ...fields } };
}
