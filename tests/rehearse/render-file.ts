import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import * as z from "zod";

const Service = z.object({
  type: z.literal("web"),
  buildCommand: z.string(),
  startCommand: z.string(),
  healthCheckPath: z.string(),
  maxShutdownDelaySeconds: z.number(),
  envVars: z.array(z.object({ key: z.string(), value: z.string().optional() })),
});

export type RenderService = z.infer<typeof Service>;

/** The web service that the render.yaml of a checkout describes. Throws when it describes none. */
export async function renderService(root: string): Promise<RenderService> {
  const file = parse(await readFile(path.join(root, "render.yaml"), "utf8")) as { services?: unknown[] };
  return Service.parse(file.services?.[0]);
}
