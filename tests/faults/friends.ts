import { setTimeout as sleep } from "node:timers/promises";
import { paths } from "#app/paths.ts";
import { type Answer, newVisitor, type Visitor } from "#tests/support/visitor.ts";
import type { Submit } from "./history.ts";
import type { Pressing } from "./pressing.ts";
import { type Log, record } from "./record.ts";

const PAUSE_MS = 250;
/** So many put a film into each hat, and vote in each poll. */
const FRIENDS = 12;
const PATIENCE_MS = 30_000;
const FEWEST_FILMS = 2;

/**
 * A host whose friends fill hats, which are then closed and drawn, and one whose friends vote in polls. Each friend is
 * another browser; every second one changes their vote.
 */
export function startFriends(
  base: string,
  log: Log,
  { newSubmit, create, draw, openForm, insist }: Pressing,
) {
  const hosts = { hats: newVisitor(base), polls: newVisitor(base) };
  let day = new AbortController();

  async function fillHats(host: Visitor): Promise<void> {
    while (!day.signal.aborted) {
      await sleep(PAUSE_MS);
      const hat = newSubmit("hat");
      await create(host, hat);
      if (!hat.id) continue;
      let films = 0;
      for (let friend = 0; friend < FRIENDS && !day.signal.aborted; friend++) {
        await sleep(PAUSE_MS);
        if (await suggest(hat.id)) films += 1;
      }
      // Else it stays open.
      if (films >= FEWEST_FILMS && (await close(host, hat.id))) await draw(host, hat.id, hat);
    }
  }

  /** Puts a film into a hat; answers whether that was confirmed. */
  async function suggest(id: string): Promise<boolean> {
    const submit = newSubmit("suggestion");
    const friend = newVisitor(base);
    const path = paths.lottery(id);
    const form = await openForm(friend, { page: "/l/:id", path, field: "firstName", submit });
    if (!form) return false;
    const fill = { title: submit.tag, year: "1985", firstName: 'Аня "Ася" & Боря' };
    const kept = { ...fill, submitKey: submit.key };
    return (await insist(friend, { page: "suggest", field: "firstName", submit, form, fill, kept })) !== null;
  }

  /** Fixes the list of a hat, and presses again until that is confirmed. A button has no words to lose. */
  async function close(host: Visitor, id: string): Promise<boolean> {
    const deadline = performance.now() + PATIENCE_MS;
    const look = ({ status, headers }: Answer) => {
      const told = status === 303 || (status === 503 && headers["retry-after"] !== undefined);
      return { wrong: told ? [] : [`status ${status}`] };
    };
    do {
      const press = () => host.post(paths.lottery(id), { form: "close" });
      if ((await record(log, "close", press, look))?.status === 303) return true;
      await sleep(PAUSE_MS);
    } while (performance.now() < deadline);
    return false;
  }

  async function holdPolls(host: Visitor): Promise<void> {
    while (!day.signal.aborted) {
      await sleep(PAUSE_MS);
      const poll = newSubmit("poll");
      await create(host, poll);
      for (let friend = 0; poll.id && friend < FRIENDS && !day.signal.aborted; friend++) {
        await sleep(PAUSE_MS);
        const voter = newVisitor(base);
        const first = await vote(voter, paths.poll(poll.id), "1");
        if (first && friend % 2 === 0) await vote(voter, paths.voteAgain(poll.id), "2");
      }
    }
  }

  /** Votes for a film; answers whether that was confirmed. */
  async function vote(voter: Visitor, path: string, film: string): Promise<boolean> {
    const submit: Submit = { ...newSubmit("vote"), choices: film };
    const form = await openForm(voter, { page: "/p/:id", path, field: "method", submit });
    if (!form) return false;
    // A ballot carries no words, so its key is what it is known by.
    submit.tag = `vote ${submit.key}`;
    const unticked = { ...form, fields: form.fields.filter(([name]) => name !== "film") };
    const kept = { film, submitKey: submit.key };
    return (
      (await insist(voter, {
        page: "vote",
        field: "method",
        submit,
        form: unticked,
        fill: {},
        ticks: [["film", film]],
        kept,
      })) !== null
    );
  }

  let running: Promise<unknown>[] = [];
  return {
    go() {
      day = new AbortController();
      running = [fillHats(hosts.hats), holdPolls(hosts.polls)];
    },
    async stop() {
      day.abort();
      await Promise.all(running);
    },
  };
}
