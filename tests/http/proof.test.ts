import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { linkTo, textOf, textsOf, winnerOn } from "#tests/support/html.ts";
import { arrive, createLottery, DRAW, EVENING, type Film } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const run = promisify(execFile);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const HOSTILE: readonly Film[] = [
  [`"'; print(1) #`, 1999],
  ["C:\\new\\table $HOME `id`", ""],
  ["</script> 🎬 שלום", 2002],
  ["七人の侍", 1954],
];

/** Exact texts of a proof page, by the caption that stands above them. */
function exact(document: Document, caption: string): string[] {
  return [...document.querySelectorAll(".exact-text")]
    .filter((figure) => figure.querySelector("figcaption")?.textContent === caption)
    .map((figure) => figure.querySelector("pre")?.textContent ?? "");
}

async function drawn(host: Visitor, films = EVENING, word = "попкорн") {
  await arrive(host);
  const path = await createLottery(host, films);
  await host.press(await host.get(`${path}?word`), DRAW, { word });
  return { path, proof: (await host.get(`${path}/proof`)).document, page: (await host.get(path)).document };
}

const has = async (program: string) =>
  run(program, ["--version"]).then(
    () => true,
    () => run(program, ["version"]).then(Boolean, () => false),
  );
const [python, openssl] = await Promise.all([has("python3"), has("openssl")]);

describe("before the draw", () => {
  test("the page and the proof publish both fingerprints, and never the seed", async () => {
    const host = server.visitor();
    const path = await createLottery(host);
    const { seed } = await server
      .db("commitments")
      .where({ lottery_id: path.slice(3) })
      .first<{ seed: Buffer }>("seed");
    for (const address of [path, `${path}/proof`, `${path}.data`, `${path}/proof.data`]) {
      const answer = await host.get(address);
      expect(answer.status).toBe(200);
      expect(answer.html).toContain(createHash("sha256").update(seed).digest("hex"));
      for (const encoding of ["hex", "base64", "base64url"] as const)
        expect(answer.html).not.toContain(seed.toString(encoding));
    }
    const proof = await host.get(`${path}/proof`);
    expect(textOf(proof.document, "h2")).toBe("Draw 1: not drawn yet");
    expect(exact(proof.document, "Seed (hex)")).toEqual([]);
  });
});

describe("after the draw", () => {
  test("every value is shown and fits what was published before", async () => {
    const host = server.visitor();
    await arrive(host);
    const path = await createLottery(host);
    const before = textsOf((await host.get(path)).document, ".commitment-hashes code");
    await host.press(await host.get(`${path}?word`), DRAW, { word: "попкорн" });
    const proof = (await host.get(`${path}/proof`)).document;
    expect(textsOf(proof, ".commitment-hashes code")).toEqual(before);
    const [seed] = exact(proof, "Seed (hex)");
    const [list] = exact(proof, "List");
    expect(createHash("sha256").update(Buffer.from(seed!, "hex")).digest("hex")).toBe(before[0]);
    expect(sha256(list!)).toBe(before[1]);
    expect(exact(proof, "Word")).toEqual(["попкорн"]);
    expect(exact(proof, "Fingerprint of the word (SHA-256)")).toEqual([sha256("попкорн")]);
    const page = (await host.get(path)).document;
    expect(textOf(proof, ".proof-winner")).toContain(winnerOn(page));
    expect(linkTo(page, "Check this draw")).toBe(`${path}/proof`);
  });

  test.skipIf(!openssl)("the openssl line gives the HMAC of the page", async () => {
    const { proof } = await drawn(server.visitor());
    const [line] = exact(proof, "openssl");
    const { stdout } = await run("sh", ["-c", line!]);
    expect(stdout.trim().split(" ").at(-1)).toBe(exact(proof, "HMAC-SHA256").at(-1));
  });

  test.skipIf(!python).each([
    ["plain titles", EVENING, "попкорн"],
    ["titles full of quotes, backslashes and right-to-left text", HOSTILE, `\\n"'$(id)🍿`],
    ["no word", EVENING, ""],
  ])("the Python script comes to the same winner: %s", async (_what, films, word) => {
    const { proof, page } = await drawn(server.visitor(), films, word);
    const [script] = exact(proof, "Python 3");
    const { stdout } = await run("python3", ["-I", "-X", "utf8", "-c", script!]);
    const [seed, list, winner] = stdout.trim().split("\n");
    expect(seed).toBe("seed hash is the published one: True");
    expect(list).toBe("list hash is the published one: True");
    expect(winner).toMatch(/^winner: \d+ [0-9a-f-]{36} 1 /);
    expect(winner?.replaceAll("\\\\", "\\").endsWith(` ${winnerOn(page)}`)).toBe(true);
  });
});

describe("the word", () => {
  test("that is too long comes back beside its field, with the number of the draw", async () => {
    const host = server.visitor();
    const path = await createLottery(host);
    const page = await host.get(`${path}?word`);
    const word = "ы".repeat(10_000);
    const refused = await host.press(page, DRAW, { word });
    expect(refused.status).toBe(422);
    expect(refused.document.querySelector<HTMLInputElement>("#word")?.value).toBe(word);
    expect(textOf(refused.document, "#word-problems")).toBe("The word is longer than 100 characters.");
    expect(winnerOn((await host.get(path)).document), "nothing was drawn").toBe("");
    const mended = await host.press(refused, DRAW, { word: "ы".repeat(100) });
    expect([mended.status, mended.location]).toEqual([303, path]);
  });

  test("loses control characters and keeps emoji", async () => {
    const { proof } = await drawn(server.visitor(), EVENING, " \u0000por\u0007 🍿‍ ");
    expect(exact(proof, "Word")).toEqual(["por 🍿‍"]);
  });
});

describe("drawing again", () => {
  test("keeps the first result in sight, and proves both", async () => {
    const host = server.visitor();
    const { path, page } = await drawn(host);
    const first = winnerOn(page);
    const question = await host.get(linkTo(page, "Draw again"));
    expect(textOf(question.document, ".leave-out-films")).toContain(first);
    const opened = await host.press(question, "Yes, draw again", {
      reason: "Аня уже видела",
      leaveOut: "on",
    });
    expect([opened.status, opened.location]).toEqual([303, path]);

    const waiting = await host.get(path);
    expect(textOf(waiting.document, ".lottery-told")).toBe("The next draw is ready.");
    expect(textOf(waiting.document, ".page-lead")).toBe("2 of 3 films take part");
    const message = new URL(linkTo(waiting.document, "Telegram")).searchParams.get("text");
    expect(message).toContain(": 2 films, and chance picks one");
    const proofs = await host.get(`${path}/proof`);
    expect(textsOf(proofs.document, "h2").slice(0, 2)).toEqual(["Draw 2: not drawn yet", "Draw 1"]);
    expect(exact(proofs.document, "Seed (hex)")).toHaveLength(1);

    await host.press(waiting, DRAW);
    const after = await host.get(path);
    expect(winnerOn(after.document)).not.toBe(first);
    expect(after.html).toContain("Аня уже видела");
    expect(textOf(after.document, "main")).toContain(first);
    const second = (await host.get(`${path}/proof`)).document;
    expect(textsOf(second, "h2")[0]).toBe("Draw 2");
    const earlier = await host.get(linkTo(second, "Draw 1"));
    expect(textOf(earlier.document, ".proof-winner")).toContain(first);
    expect(linkTo(earlier.document, "Draw 2")).toBe(`${path}/proof?draw=2`);
    const seeds = [second, earlier.document].flatMap((document) => exact(document, "Seed (hex)"));
    expect(new Set(seeds).size).toBe(2);
    expect(textOf((await host.get("/history")).document, ".lottery-row")).toContain(first);
  });

  test("needs a reason, and keeps what was chosen", async () => {
    const host = server.visitor();
    const { path } = await drawn(host);
    const question = await host.get(`${path}/redraw`);
    const blank = await host.press(question, "Yes, draw again", { reason: "  " });
    expect(blank.status).toBe(422);
    expect(textOf(blank.document, "#reason-problems")).toBe("Say why, for everyone to read.");
    const long = await host.press(question, "Yes, draw again", { reason: "ы".repeat(201) });
    expect(long.status).toBe(422);
    expect(long.document.querySelector<HTMLInputElement>("#reason")?.value).toBe("ы".repeat(201));
  });

  test("with two films the drawn one cannot be left out", async () => {
    const host = server.visitor();
    const { path } = await drawn(host, EVENING.slice(0, 2));
    const question = await host.get(`${path}/redraw`);
    const refused = await host.press(question, "Yes, draw again", { reason: "ещё раз", leaveOut: "on" });
    expect(refused.status).toBe(422);
    expect(textOf(refused.document, "#leave-out-problem")).toContain("Fewer than 2 films would be left.");
    expect(refused.document.querySelector<HTMLInputElement>("#reason")?.value).toBe("ещё раз");
  });

  test("is nothing that a guest may ask for", async () => {
    const { path } = await drawn(server.visitor());
    const guest = server.visitor();
    await arrive(guest);
    expect((await guest.get(`${path}/redraw`)).status).toBe(404);
    expect((await guest.post(`${path}/redraw`, { number: "2", reason: "хочу" })).status).toBe(404);
    expect(await server.db("commitments").where({ lottery_id: path.slice(3) })).toHaveLength(1);
  });

  test("two at once open one draw", async () => {
    const host = server.visitor();
    const { path } = await drawn(host);
    const ask = () => host.post(`${path}/redraw`, { number: "2", reason: "ещё раз" });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await server.db("commitments").where({ lottery_id: path.slice(3) })).toHaveLength(2);
  });

  test("a draw number that does not exist draws nothing", async () => {
    const host = server.visitor();
    const { path } = await drawn(host);
    expect((await host.post(`${path}/draw`, { number: "7", word: "" })).status).toBe(404);
    expect((await host.post(`${path}/redraw`, { number: "abc", reason: "да" })).status).toBe(400);
    expect(await server.db("draws").where({ lottery_id: path.slice(3) })).toHaveLength(1);
  });
});

test("the proof of a lottery that never existed is a 404 page", async () => {
  expect((await server.visitor().get("/l/2222222222/proof")).status).toBe(404);
  expect((await server.visitor().get("/l/nonsense/proof")).status).toBe(404);
});
