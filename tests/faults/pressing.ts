import { setTimeout as sleep } from "node:timers/promises";
import { paths } from "#app/paths.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";
import type { Submit } from "./history.ts";
import { filled, formWithField, type PageForm, valueIn } from "./page-form.ts";
import { type Log, record, type Page } from "./record.ts";

/** How long a person looks at a form that came back before pressing again. */
const PRESSES_AGAIN_AFTER_MS = 300;
/** Every third person closes the tab instead of pressing again. */
const GIVES_UP = 3;
const PATIENCE_MS = 30_000;
const NOT_SAVED = /This was not saved|nothing was changed/;

const FILMS = [
  '«Сталкер» & "Зона"',
  "Blade Runner <1982>",
  "Летят журавли",
  "L'Atalante",
  "千と千尋の神隠し",
];
/** How each of these is chosen on the start page. */
const WAYS = { lottery: "draw", hat: "collect", poll: "vote" } as const;

type Attempt = {
  page: Page;
  /** A field by which the form is found among the others of its page. */
  field: string;
  submit: Submit;
  form: PageForm;
  fill: Record<string, string>;
  /** What is ticked besides. */
  ticks?: [string, string][];
  /** Fields that a page which gives the form back must have. */
  kept: Record<string, string>;
};

/** What people do with forms; all of it is noted in `log` and `submits`. */
export type Pressing = ReturnType<typeof pressing>;

export function pressing(log: Log, submits: Submit[]) {
  const epoch = Math.random().toString(36).slice(2, 8);
  let count = 0;

  /** Something to be saved, with a word of its own. */
  function newSubmit<Kind extends Submit["kind"]>(kind: Kind): Submit & { kind: Kind } {
    count += 1;
    return {
      kind,
      tag: `${kind} ${epoch}-${count}`,
      key: "",
      id: null,
      entries: kind === "lottery" || kind === "poll" ? 2 + (count % 4) : 0,
      choices: null,
      outcome: "open",
      draw: "open",
      givesUp: count % GIVES_UP === 0,
    };
  }

  /** Makes a lottery, a hat or a poll; `id` of the submit tells which, where that was confirmed. */
  async function create(visitor: Visitor, submit: Submit & { kind: keyof typeof WAYS }): Promise<void> {
    const films = FILMS.slice(0, submit.entries).map((title) => `${title} ${submit.tag}`);
    const form = await openForm(visitor, { page: "/", field: "several", submit });
    if (!form) return;
    const way = WAYS[submit.kind];
    const fill = {
      name: submit.tag,
      way,
      several: films.map((title) => `${title} (1979)`).join("\n"),
    };
    const typed = films.flatMap((title, index) => [
      [`entries[${index}].title`, title] as const,
      [`entries[${index}].year`, "1979"] as const,
    ]);
    const kept = { name: submit.tag, way, submitKey: submit.key, ...Object.fromEntries(typed) };
    const done = await insist(visitor, { page: "create", field: "several", submit, form, fill, kept });
    if (done) submit.id = done.location.split("/").at(-1)!;
  }

  async function draw(visitor: Visitor, id: string, submit: Submit): Promise<void> {
    const form = await visitor.get(paths.ownWord(id)).then(
      ({ html }) => formWithField(html, "word"),
      () => null,
    );
    // An error page came instead, or a stale one of a hat that has been closed since: then its form with a word is the one
    // that takes a film out. So nothing is drawn in this lottery.
    if (form?.action !== paths.draw(id)) return;
    const drawing: Submit = { ...submit };
    const fill = { word: `Слово «${submit.tag}»` };
    await insist(visitor, { page: "draw", field: "word", submit: drawing, form, fill, kept: fill });
    submit.draw = drawing.outcome;
  }

  /**
   * Opens a page with a form, whose key is used as the page has it. A page that is only known by its link may say that it
   * cannot be shown, unless this process has shown it before.
   */
  async function openForm(
    visitor: Visitor,
    { page, path = page, field, submit }: { page: Page; path?: string; field: string; submit: Submit },
  ): Promise<PageForm | null> {
    let form: PageForm | null = null;
    await record(
      log,
      page,
      () => visitor.get(path),
      ({ status, headers, html }) => {
        if (status === 200) form = formWithField(html, field);
        const away = path !== page && status === 503 && headers["retry-after"] !== undefined;
        return { wrong: form || away ? [] : [`status ${status}, without the form`] };
      },
    );
    if (!form) return null;
    submit.key = valueIn(form, "submitKey") ?? "";
    submits.push(submit);
    return form;
  }

  /** Presses until it is confirmed, or gives up. Answers the confirmation. */
  async function insist(visitor: Visitor, attempt: Attempt): Promise<Answer | null> {
    const { page, field, submit, fill, ticks = [], kept } = attempt;
    let form = attempt.form;
    let fields = [...filled(form, fill), ...ticks];
    let unknown = false;
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      // "unknown" until an answer says something else.
      submit.outcome = "unknown";
      const look = (answer: Answer) => ({ wrong: wrongWith(answer, field, kept) });
      const answer = await record(log, page, () => visitor.post(form.action, fields), look);
      if (answer?.status === 303) {
        submit.outcome = "confirmed";
        return answer;
      }
      unknown ||= !answer || !NOT_SAVED.test(answer.html);
      submit.outcome = unknown ? "unknown" : "refused";
      const again = answer?.status === 503 ? formWithField(answer.html, field) : form;
      const over = submit.givesUp || (answer && answer.status !== 503) || performance.now() > deadline;
      if (over || !again) return null;
      form = again;
      // Sends exactly what the page has: if it has lost something, that is lost.
      fields = again.fields;
      await sleep(PRESSES_AGAIN_AFTER_MS);
    }
  }

  return { newSubmit, create, draw, openForm, insist };
}

/** What is wrong with an answer that should be a confirmation, or the form with everything that was typed. */
function wrongWith({ status, headers, html }: Answer, field: string, kept: Record<string, string>): string[] {
  if (status === 303) return [];
  if (status !== 503) return [`status ${status}`];
  const wrong = headers["retry-after"] ? [] : ["503 without Retry-After"];
  const form = formWithField(html, field);
  if (!form) return [...wrong, "503 without the form"];
  for (const [name, typed] of Object.entries(kept)) {
    if (valueIn(form, name) !== typed) wrong.push(`503 that has lost what was typed as ${name}`);
  }
  return wrong;
}
