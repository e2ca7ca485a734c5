import { rssMb } from "#tests/bench/process-figures.ts";
import { aftermath, type Check, historyCheck, memoryCheck } from "./aftermath.ts";
import type { Fault } from "./fault.ts";
import { FAULTS } from "./faults.ts";
import { openHarness } from "./harness.ts";
import type { Heap } from "./heap.ts";
import type { Row } from "./table.ts";

export type Plan = {
  faults: readonly Fault[];
  holdMs: number;
  /** Repeated with longer and longer durations: recovery must not depend on the moment. */
  repeated: readonly Fault[];
  repetitions: number;
  longestMs: number;
  /** How many processes serve; 1 unless said. */
  processes?: number;
  /** Bounds are made for a quiet machine; 2 doubles them. */
  factor: number;
  tell: (line: string) => void;
};

const SHORTEST_MS = 200;

/** Puts the app through every fault of the plan; answers the table and the checks after it. */
export async function tryApp(plan: Plan): Promise<{ rows: Row[]; checks: Check[]; passed: boolean }> {
  const { faults, holdMs, repeated, repetitions, longestMs } = plan;
  const harness = await openHarness(plan);
  await harness.go();
  const rows: Row[] = [];
  const lossless = faults.filter(({ destroy }) => !destroy);
  for (const fault of lossless) rows.push(await harness.row(fault, [holdMs]));
  const megabytes: number[] = [];
  const resident: number[] = [];
  let heap: Heap | undefined;
  const holds = Array.from({ length: repetitions }, (_, index) =>
    Math.round(SHORTEST_MS + ((longestMs - SHORTEST_MS) * index) / Math.max(1, repetitions - 1)),
  );
  for (const fault of repeated) {
    const name = `${fault.name}, ${repetitions} ×`;
    const remember = async () => {
      resident.push(await rssMb(harness.web.pid));
      heap ??= await harness.heap();
      megabytes.push(await heap.megabytes());
      // A garbage collection throws compiled code away too.
      await harness.warmUp();
    };
    rows.push(await harness.row(fault, holds, { name, afterEach: remember }));
  }
  // Last, because what these destroy has to be made again.
  for (const fault of faults.filter(({ destroy }) => destroy)) rows.push(await harness.row(fault, [holdMs]));
  const checks = [
    historyCheck(await harness.stop()),
    ...(await aftermath(harness)),
    ...memoryCheck(megabytes, resident),
  ];
  const kept = rows.every(({ figures }) => figures.every(({ broken }) => broken.length === 0));
  return { rows, checks, passed: kept && checks.every(({ ok }) => ok) };
}

/** The faults with these names, in the order of the table. Throws for an unknown name. */
export function faultsNamed(names: readonly string[]): Fault[] {
  return names.map((name) => {
    const fault = FAULTS.find((each) => each.name === name);
    if (!fault)
      throw new Error(`no fault “${name}”, only ${FAULTS.map((each) => `“${each.name}”`).join(", ")}`);
    return fault;
  });
}
