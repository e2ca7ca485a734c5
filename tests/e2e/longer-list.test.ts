import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { hydrated, openBrowser, openPage } from "#tests/support/browser.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const browser = await openBrowser();

test("who comes back from a film finds the longer list where they left it", async () => {
  const visitor = server.visitor();
  await arrive(visitor);
  await visitor.post("/library", { form: "add", submitKey: randomUUID(), title: "Ran", year: "", note: "" });
  await server.db.raw(`
    insert into movies (id, club_id, title, title_key, submit_key, payload_hash, added_at)
    select translate(lpad(n::text, 10, 'a'), '01', 'yz'), club_id, 'Film ' || n, 'film ' || n, gen_random_uuid(), '', added_at - n * interval '1 hour'
    from generate_series(2, 99) as n, (select club_id, added_at from movies where title = 'Ran' order by added_at desc limit 1) as mine
  `);
  const options = { viewport: { width: 390, height: 740 } };
  const page = await openPage(browser, server.url, "/library", { options, visitor });
  onTestFinished(() => page.context().close());
  const films = page.locator(".poster-grid li");
  for (const length of [60, 90]) {
    await page.getByRole("link", { name: "Show more" }).click();
    await expect.poll(() => films.count()).toBe(length);
  }
  const film = page.getByRole("link", { name: "Film 80" });
  await film.scrollIntoViewIfNeeded();
  const before = await page.evaluate("scrollY");
  const top = (await film.boundingBox())!.y;
  await film.click();
  await page.getByRole("heading", { level: 1, name: "Film 80" }).waitFor();
  await page.goBack();
  await hydrated(page);
  await expect.poll(() => page.evaluate("scrollY")).toBe(before);
  expect(await films.count()).toBe(90);
  expect((await film.boundingBox())!.y).toBe(top);
});
