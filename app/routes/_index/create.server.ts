import type * as z from "zod";
import { createHat } from "#app/data/lotteries/hat/writes.server.ts";
import { createLottery } from "#app/data/lotteries/writes.server.ts";
import { createPollOf } from "#app/data/polls/writes.server.ts";
import { USUAL_RULES } from "#app/domain/hat/hat-rules.ts";
import { readRules } from "#app/domain/hat/hat-rules-input.ts";
import { type lotteryInput, readWay } from "#app/domain/lottery/lottery-input.ts";
import { POLL_HOURS_USUAL } from "#app/domain/poll/poll.ts";
import { pictures } from "#app/movies/pictures/open-pictures.server.ts";
import { firstNameOf } from "#app/visitor/first-name-cookie.server.ts";
import type { Visitor } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { paths } from "#app/paths.ts";

const NOTICES = { draw: "lottery-created", collect: "hat-opened", vote: "poll-opened" } as const;

type Input = z.output<ReturnType<typeof lotteryInput>>;

/** What a poll is that is made here; its host may change that until somebody has voted. */
const USUAL = { method: "approval", open: false, hours: POLL_HOURS_USUAL } as const;

/** Saves what the form creates, in the way that was chosen; `pageOf` tells where it is shown. */
export async function create(
  request: Request,
  form: URLSearchParams,
  { visitor, known, input }: { visitor: Visitor; known: boolean; input: Input },
) {
  const way = readWay(form.get("way"));
  const firstName = await firstNameOf(request);
  const { name, submitKey } = input;
  const entries = input.entries.map(({ poster, ...film }) => ({ ...film, posterUrl: poster }));
  const poll = { clubId: visitor.clubId, host: visitor.id, name, submitKey };
  const lottery = { ...poll, entries };
  const { rules } = readRules(input.cap === undefined ? USUAL_RULES : input, Date.now());
  const result = await withinQuota({ kind: "create", form, visitorId: visitor.id }, () => {
    if (way === "vote") return createPollOf(entries, { ...poll, ...USUAL });
    return way === "collect" ? createHat({ ...lottery, firstName, rules }) : createLottery(lottery);
  });
  if (result.ok) for (const { posterUrl } of entries) if (posterUrl) void pictures().want(posterUrl);
  const ofLottery = known ? paths.lottery : paths.lotteryOfStranger;
  return { result, pageOf: way === "vote" ? paths.poll : ofLottery, notice: NOTICES[way] };
}
