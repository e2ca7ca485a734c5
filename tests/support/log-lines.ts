import { vi } from "vitest";
import type { TestServer } from "./server.ts";

export type LogLine = { at: string; event: string; request?: string } & Record<string, unknown>;

/** The lines of a process that are not structured ones: its address, and whatever should not be there. */
export function plainLines(output: string): string[] {
  return output.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("{"));
}

export function logLines(output: string): LogLine[] {
  return output
    .split("\n")
    .filter((line) => line.startsWith("{") && line.endsWith("}"))
    .map((line) => JSON.parse(line) as LogLine);
}

/** The line of the request with this id, as soon as it has been written. */
export function lineOf(server: Pick<TestServer, "output">, id: unknown): Promise<LogLine> {
  return vi.waitFor(() => {
    const lines = logLines(server.output()).filter((each) => each.event === "request" && each.request === id);
    if (lines.length !== 1) throw new Error(`${lines.length} lines of request ${String(id)}`);
    return lines[0]!;
  }, 5_000);
}
