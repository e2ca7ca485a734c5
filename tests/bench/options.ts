import { parseArgs } from "node:util";

export type Options = {
  rounds: number;
  seconds: number;
  connections: number;
  /** The commit to compare with. */
  against: string | null;
  /** Whether to compare with a Remix app that shows nothing. */
  floor: boolean;
  /** Numbers of processes to compare with each other. */
  processes: readonly number[] | null;
};

/** `--rounds 3 --seconds 2 --connections 8 --against main`, or `--floor`, or `--processes 1,2` instead; throws with a sentence for anything else. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "2" },
      connections: { type: "string", default: "8" },
      against: { type: "string" },
      floor: { type: "boolean", default: false },
      processes: { type: "string" },
    },
  });
  return {
    rounds: count("--rounds", values.rounds),
    seconds: count("--seconds", values.seconds),
    connections: count("--connections", values.connections),
    against: values.against ?? null,
    floor: values.floor,
    processes: values.processes?.split(",").map((each) => count("--processes", each)) ?? null,
  };
}

function count(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${name} must be a whole number from 1`);
  return number;
}
