import type { Db } from "#app/data/reliability/pool.server.ts";

type Sent = { sql: string; bindings?: readonly unknown[] };
type Plan = { "Node Type": string; "Relation Name"?: string; "Index Name"?: string; Plans?: Plan[] };

/** What the plans of some statements go through: indexes by name, and whole tables that grow with a club. */
export type Ways = { indexes: string[]; scans: string[] };

const LARGE = ["movies", "lotteries", "entries", "draws", "commitments"];

/** The ways in the plans of everything that `work` asks. */
export async function waysOf(db: Db, work: () => Promise<unknown>): Promise<Ways> {
  const sent: Sent[] = [];
  const record = (query: Sent) => void sent.push(query);
  db.on("query", record);
  try {
    await work();
  } finally {
    db.off("query", record);
  }
  const nodes: Plan[] = [];
  for (const { sql, bindings = [] } of sent.filter((query) =>
    /^(?:with|select|insert|update|delete)/.test(query.sql),
  )) {
    nodes.push(...nodesOf(await planOf(db, sql, bindings)));
  }
  const indexes = nodes.flatMap((node) => node["Index Name"] ?? []);
  const scans = nodes.filter((node) => node["Node Type"].endsWith("Seq Scan"));
  const tables = scans.flatMap((node) => node["Relation Name"] ?? []);
  return { indexes: distinct(indexes), scans: distinct(tables.filter((name) => LARGE.includes(name))) };
}

async function planOf(db: Db, sql: string, bindings: readonly unknown[]): Promise<Plan> {
  const connection = (await db.client.acquireConnection()) as {
    query: (text: string, values: unknown[]) => Promise<{ rows: { "QUERY PLAN": { Plan: Plan }[] }[] }>;
  };
  try {
    const { rows } = await connection.query(`explain (format json) ${sql}`, [...bindings]);
    return rows[0]!["QUERY PLAN"][0]!.Plan;
  } finally {
    await db.client.releaseConnection(connection);
  }
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
