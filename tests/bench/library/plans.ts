import type { Db } from "#app/data/reliability/pool.server.ts";

type Sent = { sql: string; bindings?: readonly unknown[] };
type Plan = { "Node Type": string; "Relation Name"?: string; Plans?: Plan[] };

/** Where the plans of what `work` asks go through a whole table of films, in words. */
export async function wholeScans(db: Db, work: () => Promise<unknown>): Promise<string[]> {
  const sent: Sent[] = [];
  const record = (query: Sent) => void sent.push(query);
  db.on("query", record);
  try {
    await work();
  } finally {
    db.off("query", record);
  }
  const found: string[] = [];
  for (const { sql, bindings = [] } of sent.filter((query) => /^(?:with|select|update)/.test(query.sql))) {
    found.push(...scansIn(await planOf(db, sql, bindings)));
  }
  return found;
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

function scansIn(plan: Plan): string[] {
  const own =
    plan["Node Type"].endsWith("Seq Scan") && plan["Relation Name"] === "movies" ? [plan["Node Type"]] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scansIn)];
}
