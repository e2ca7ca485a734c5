import { hatForAll } from "#app/domain/hat/hat.ts";
import type { DrawMade, Standing } from "#app/domain/live.ts";
import type { Entry } from "#app/domain/lottery/lottery.ts";
import { STANDS } from "../club/gone.server.ts";
import { COMMITMENT_JSON, commitmentsTo, type CommitmentRow } from "./commitments.server.ts";
import { HAT_JSON, toHat, type HatRow } from "./hat/hat-rows.server.ts";
import { ENTRIES_JSON, IS_OPEN } from "./lotteries.server.ts";

/** Runs a statement on some connection and answers its rows. */
type Ask = <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>;

/**
 * How these lotteries stand now, in one statement; those that are not in the answer do not exist. Rejects as `ask` does.
 */
export async function standingsOf(ids: readonly string[], ask: Ask): Promise<Map<string, Standing>> {
  const rows = await ask<StandingRow>(
    `select lotteries.id,
            (select json_build_object('number', number, 'winner', winner, 'drawnAt', drawn_at)
             from draws where lottery_id = lotteries.id order by number desc limit 1) as draw,
            (select ${COMMITMENT_JSON} from commitments
             where lottery_id = lotteries.id and ${IS_OPEN}
             order by number desc limit 1) as open,
            ${ENTRIES_JSON("lotteries.id")} as entries, ${HAT_JSON} as hat
     from lotteries where id = any($1) and ${STANDS("lotteries.club_id")}`,
    [ids],
  );
  return new Map(
    rows.map(({ id, draw, open, entries, hat }) => [
      id,
      { draw, open: open && commitmentsTo(entries)(open), hat: hat && hatForAll(toHat(hat)) },
    ]),
  );
}

type StandingRow = {
  id: string;
  draw: DrawMade | null;
  open: CommitmentRow | null;
  entries: Entry[];
  hat: HatRow | null;
};
