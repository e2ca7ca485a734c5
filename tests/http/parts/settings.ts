import { onTestFinished, vi } from "vitest";

/** What `load` imports, as a process with these settings has it; until the end of the test. */
export function withSettings<T>(env: Record<string, string>, load: () => Promise<T>): Promise<T> {
  vi.resetModules();
  vi.unstubAllEnvs();
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  return load();
}
