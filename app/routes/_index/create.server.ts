import type * as z from "zod";
import { createHat } from "#app/data/lotteries/hat/writes.server.ts";
import { createLottery } from "#app/data/lotteries/writes.server.ts";
import { type lotteryInput, readWay } from "#app/domain/lottery-input.ts";
import { pictures } from "#app/movies/pictures/open-pictures.server.ts";
import { firstNameOf } from "#app/visitor/first-name-cookie.server.ts";
import type { Visitor } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";

type Input = z.output<ReturnType<typeof lotteryInput>>;

/** Saves what the form creates, in the way that was chosen. */
export async function create(
  request: Request,
  form: URLSearchParams,
  { visitor, input }: { visitor: Visitor; input: Input },
) {
  const way = readWay(form.get("way"));
  const firstName = await firstNameOf(request);
  const { name, submitKey } = input;
  const entries = input.entries.map(({ poster, ...film }) => ({ ...film, posterUrl: poster }));
  const lottery = { clubId: visitor.clubId, host: visitor.id, name, submitKey, entries };
  const result = await withinQuota({ form, visitorId: visitor.id }, () =>
    way === "collect" ? createHat({ ...lottery, firstName }) : createLottery(lottery),
  );
  if (result.ok) for (const { posterUrl } of entries) if (posterUrl) void pictures().want(posterUrl);
  return { way, result };
}
