import { spawnSync } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ballotsText } from "#app/domain/poll/ballot.ts";
import { countPoll } from "#app/domain/poll/poll-count.ts";
import { lotsOf } from "#app/domain/poll/poll-lot.ts";
import { POLL_PYTHON, pollRecord } from "#app/domain/poll/poll-proof.ts";
import { METHODS, type Method } from "#app/domain/poll/poll-method.ts";

const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
const seed = Buffer.alloc(32, 7);
const entries = ["Ran", "Солярис\\n", 'Кто боится "Вирджинии Вулф"?', "Her", "M"].map((title, index) => ({
  position: index + 1,
  id: `00000000-0000-4000-8000-00000000000${index}`,
  title,
  year: index === 3 ? null : 1960 + index,
  posterUrl: null,
  weight: 1,
}));

async function recordOf(method: Method, choices: readonly (readonly number[])[]) {
  const ballots = choices.map((each, index) => ({
    receipt: `r${(index * 7) % 100}x${index}`,
    choices: each,
  }));
  const ballotsHash = sha256(ballotsText(ballots));
  const hmac = (message: string) => createHmac("sha256", seed).update(message).digest();
  const lots = lotsOf({ pollId: "abcdefghjk", entries, ballotsHash }, { sha256, hmac });
  const piles = ballots.map((each) => ({ choices: each.choices, count: 1 }));
  const count = await countPoll({ method, films: entries.map(({ position }) => position), piles }, lots);
  const poll = { id: "abcdefghjk", method, entries, seedHash: sha256(seed), seed: seed.toString("hex") };
  return pollRecord({ ...poll, outcome: { ...count, ballotsHash } }, ballots);
}

const python = spawnSync("python3", ["--version"]).status === 0;

const RUN_ALL = `
import runpy, sys
script, *records = sys.argv[1:]
for record in records:
    sys.argv = [script, record]
    print("next record")
    runpy.run_path(script)
`;

describe.skipIf(!python)("the Python script", () => {
  test("comes to the same result, drawn or not, for every method and all sorts of ballots", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "poll-"));
    const script = path.join(folder, "count.py");
    writeFileSync(script, POLL_PYTHON);
    const ballot = fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 1 });
    const cases = fc.sample(fc.array(ballot, { maxLength: 9 }), 20);
    const records = await Promise.all(
      [
        ...cases,
        [[1], [2]],
        [
          [1, 2],
          [2, 1],
          [3, 4],
          [4, 3],
        ],
      ].map((votes, index) => {
        const method = METHODS[index % METHODS.length]!;
        return recordOf(method, method === "one" ? votes.map((each) => each.slice(0, 1)) : votes);
      }),
    );
    const files = records.map((record, index) => {
      const file = path.join(folder, `${index}.json`);
      writeFileSync(file, JSON.stringify(record));
      return file;
    });
    // All in one process: starting Python takes longer than counting.
    const { stdout, stderr } = spawnSync("python3", ["-c", RUN_ALL, script, ...files], { encoding: "utf8" });
    expect(stderr).toBe("");
    const outputs = stdout.split("next record\n").slice(1);
    expect(outputs).toHaveLength(records.length);
    for (const [index, output] of outputs.entries()) {
      const { ballots, method, rounds } = records[index]!;
      const agreed = output.split("\n").filter((line) => line.endsWith(": True"));
      expect([method, ballots, output, agreed.length]).toEqual([method, ballots, output, 3]);
      expect(output.match(/^round /gm)?.length ?? 0).toBe(rounds.length);
    }
    rmSync(folder, { recursive: true });
  }, 60_000);

  test("notices a ballot that was changed", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "poll-"));
    const record = await recordOf("one", [[1], [1], [2]]);
    const changed = { ...record, ballots: record.ballots.map((each) => ({ ...each, choices: [2] })) };
    writeFileSync(path.join(folder, "count.py"), POLL_PYTHON);
    writeFileSync(path.join(folder, "poll.json"), JSON.stringify(changed));
    const { stdout } = spawnSync("python3", ["count.py", "poll.json"], { encoding: "utf8", cwd: folder });
    expect(stdout).toContain("ballots hash is the published one: False");
    expect(stdout).toContain("it is the published one: False");
    rmSync(folder, { recursive: true });
  });
});

test("a record holds each ballot under its receipt, and nothing of who voted", async () => {
  const { ballots } = await recordOf("approval", [[1, 3], [2], [3]]);
  expect(ballots.map((each) => Object.keys(each))).toEqual([
    ["receipt", "choices"],
    ["receipt", "choices"],
    ["receipt", "choices"],
  ]);
  expect(ballots.map(({ receipt }) => receipt)).toEqual(["r0x0", "r14x2", "r7x1"]);
});
