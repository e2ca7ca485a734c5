import { expect, test } from "vitest";
import { createLottery, DRAW } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";

const server = await testServer();

/** As after `drop table entries cascade`: the references that would have taken the draws along are gone first. */
async function loseFilms(path: string): Promise<void> {
  await server.db.transaction(async (trx) => {
    await trx.raw("set local session_replication_role = replica");
    await trx("entries")
      .where({ lottery_id: path.slice(3) })
      .delete();
  });
}

test("a lottery with a draw whose films are gone is answered, and so is everybody else", async () => {
  const host = server.visitor();
  const path = await createLottery(host);
  await host.press(await host.get(path), DRAW);
  await loseFilms(path);
  for (const address of [path, `${path}?view=stage`, `${path}?reveal`]) {
    expect((await host.get(address)).status, `of ${address}`).toBe(200);
  }
  expect((await host.get("/healthz")).status).toBe(200);
});
