import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, newVisitor, type Visitor } from "#tests/support/visitor.ts";
import { paths } from "#app/paths.ts";
import type { Submit } from "./history.ts";
import { filled, formWithField, type PageForm, valueIn } from "./page-form.ts";
import { type Log, record, type Page } from "./record.ts";

const WRITERS = 4;
const PAUSE_MS = 250;
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

type Attempt = {
  page: Page;
  /** A field by which the form is found among the others of its page. */
  field: string;
  submit: Submit;
  form: PageForm;
  fill: Record<string, string>;
  /** Fields that a page which gives the form back must have. */
  kept: Record<string, string>;
};

/** Four visitors who create lotteries, draw, and add movies; when something fails, most of them press again. */
export function startWriters(base: string, log: Log, submits: Submit[]) {
  const visitors = Array.from({ length: WRITERS }, () => newVisitor(base));
  const epoch = Math.random().toString(36).slice(2, 8);
  let count = 0;
  let day = new AbortController();

  async function writeOn(visitor: Visitor): Promise<void> {
    for (let turn = 0; !day.signal.aborted; turn++) {
      await sleep(PAUSE_MS);
      count += 1;
      const submit = newSubmit(turn % 2 === 0 ? "lottery" : "movie", `${epoch}-${count}`, count);
      await (submit.kind === "lottery" ? create(visitor, submit) : add(visitor, submit));
    }
  }

  async function create(visitor: Visitor, submit: Submit): Promise<void> {
    const films = FILMS.slice(0, submit.entries).map((title) => `${title} ${submit.tag}`);
    const form = await openForm(visitor, "/", "several", submit);
    if (!form) return;
    const fill = { name: submit.tag, several: films.map((title) => `${title} (1979)`).join("\n") };
    const typed = films.flatMap((title, index) => [
      [`entries[${index}].title`, title] as const,
      [`entries[${index}].year`, "1979"] as const,
    ]);
    const kept = { name: submit.tag, submitKey: submit.key, ...Object.fromEntries(typed) };
    const done = await insist(visitor, { page: "create", field: "several", submit, form, fill, kept });
    if (!done) return;
    submit.id = done.location.split("/").at(-1)!;
    await draw(visitor, paths.ownWord(submit.id), submit);
  }

  async function add(visitor: Visitor, submit: Submit): Promise<void> {
    const form = await openForm(visitor, "/library", "note", submit);
    if (!form) return;
    const fill = { title: submit.tag, year: "1985", note: 'Аня просила:\n"Ран" & <чай>' };
    const kept = { ...fill, submitKey: submit.key };
    await insist(visitor, { page: "add a movie", field: "note", submit, form, fill, kept });
  }

  async function draw(visitor: Visitor, path: string, submit: Submit): Promise<void> {
    const form = await visitor.get(path).then(
      ({ html }) => formWithField(html, "word"),
      () => null,
    );
    // An error page came instead, so nothing is drawn in this lottery.
    if (!form) return;
    const drawing: Submit = { ...submit };
    const fill = { word: `Слово «${submit.tag}»` };
    await insist(visitor, { page: "draw", field: "word", submit: drawing, form, fill, kept: fill });
    submit.draw = drawing.outcome;
  }

  /** The form's key is used as the page has it. */
  async function openForm(
    visitor: Visitor,
    page: "/" | "/library",
    field: string,
    submit: Submit,
  ): Promise<PageForm | null> {
    let form: PageForm | null = null;
    await record(
      log,
      page,
      () => visitor.get(page),
      ({ status, html }) => {
        if (status === 200) form = formWithField(html, field);
        return { wrong: form ? [] : [`status ${status}, without the form`] };
      },
    );
    if (!form) return null;
    submit.key = valueIn(form, "submitKey") ?? "";
    submits.push(submit);
    return form;
  }

  /** Presses until it is confirmed, or gives up. Answers the confirmation. */
  async function insist(visitor: Visitor, attempt: Attempt): Promise<Answer | null> {
    const { page, field, submit, fill, kept } = attempt;
    let form = attempt.form;
    let fields = filled(form, fill);
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

  let running: Promise<unknown>[] = [];
  return {
    go() {
      day = new AbortController();
      running = visitors.map(writeOn);
    },
    /** Begins nothing new; resolves when everyone has an answer. */
    async stop() {
      day.abort();
      await Promise.all(running);
    },
  };
}

function newSubmit(kind: Submit["kind"], tag: string, count: number): Submit {
  return {
    kind,
    tag: `${kind} ${tag}`,
    key: "",
    id: null,
    entries: kind === "lottery" ? 2 + (count % 4) : 0,
    outcome: "open",
    draw: "open",
    givesUp: count % GIVES_UP === 0,
  };
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
