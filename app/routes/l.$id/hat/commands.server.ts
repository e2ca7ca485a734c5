import { data } from "@remix-run/node";
import { close, ofGuests, ofHosts } from "#app/data/lotteries/hat/writes.server.ts";
import { whyNoLottery } from "#app/data/lotteries/reads.server.ts";
import type { Written } from "#app/data/reliability/writing.server.ts";
import { type HatForm, readChange, readFilmId, readFirstName, readWord } from "#app/domain/hat/hat-input.ts";
import { readRules } from "#app/domain/hat/hat-rules-input.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { refuse, seeOther, type Repeat } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";
import { firstNameOf } from "#app/visitor/first-name-cookie.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { answerTo } from "./hat-answer.ts";
import { find, putIn, type Sent } from "./submission.server.ts";

/** Does what a form or a button of a hat asks for. */
export function carryOut(name: HatForm, sent: Sent) {
  switch (name) {
    case "suggest":
      return sent.form.has("find") ? find(sent) : putIn(sent);
    case "change":
      return changeFilm(sent);
    case "remove":
      return takeOut(sent);
    case "rules":
      return setRules(sent);
    case "close":
      return command(name, sent, close);
    case "nod":
      return command(name, sent, ofHosts.nod);
    case "takeback":
      return command(name, sent, ofGuests.takeback);
    case "second":
    case "veto":
      return speakUp(name, sent);
  }
}

async function changeFilm(sent: Sent) {
  const { film, problems } = readChange(sent.form, new Date().getUTCFullYear());
  if (!film) return data(answerTo("change", sent.form, { problems }), { status: 422 });
  return command("change", sent, (input) => ofGuests.change({ ...input, film }));
}

async function takeOut(sent: Sent) {
  const { word, problem } = readWord(sent.form.get("word"));
  if (problem) return data(answerTo("remove", sent.form, { problems: { word: [problem] } }), { status: 422 });
  return command("remove", sent, (input) => ofHosts.remove({ ...input, word }));
}

async function setRules(sent: Sent) {
  const { rules, problems } = readRules(Object.fromEntries(sent.form), Date.now());
  if (Object.keys(problems).length > 0)
    return data(answerTo("rules", sent.form, { problems }), { status: 422 });
  return command("rules", sent, (input) => ofHosts.rules({ ...input, rules }));
}

/** Under the name that is typed beside, or that this browser gave last. */
async function speakUp(name: "second" | "veto", sent: Sent) {
  const firstName = readFirstName(sent.form.get("firstName")) || (await firstNameOf(sent.request));
  return command(name, sent, (input) => ofGuests[name]({ ...input, firstName }));
}

type Input = { lotteryId: string; visitorId: string; clubId: string; filmId: string };
type Outcome = {
  kind: "done" | "closed" | "shut" | "gone" | "taken" | "barred" | "too-few" | "open" | "foreign" | "busy";
};

/** Leads back to the hat when it is done; 404 for what only its club may do, 409 when it cannot be done any more. */
async function command(
  name: HatForm,
  { form, lotteryId, sender: { visitor, known, cookie } }: Sent,
  write: (input: Input) => Promise<Written<Outcome | null>>,
) {
  const fields = Object.fromEntries(form);
  const again: Repeat<Command> = { action: paths.lottery(lotteryId), fields, label: "hat" };
  if (!known) throw refuse({ reason: "unconfirmed", saved: "no-cookie", again });
  const filmId = readFilmId(form.get("film"));
  if (filmId === "" && name !== "rules" && name !== "close") throw refuse({ reason: "unknown-command" });
  const input = { lotteryId, visitorId: visitor.id, clubId: visitor.clubId, filmId };
  const result = await withinQuota({ kind: "suggest", form, visitorId: visitor.id }, () => write(input));
  if (!result.ok) throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  if (!result.value) throw refuse({ reason: await whyNoLottery(lotteryId) });
  const { kind } = result.value;
  if (kind === "busy") throw refuse({ reason: "unconfirmed", saved: "refused", again });
  if (kind === "foreign" || kind === "open") throw refuse({ reason: "not-found" });
  if (kind === "done" || kind === "closed") return seeOther(paths.lottery(lotteryId), cookie);
  return data(answerTo(name, form, { refused: kind }), { status: 409 });
}
