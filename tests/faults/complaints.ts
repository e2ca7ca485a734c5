type Report = {
  database: { state: string };
  tables: { missing: string[] };
  refusals: { code: string | null }[];
  migrations: { failures: number; lastFailure: { code: string | null } | null };
};

/** Everything that /readyz reports: "away", what is missing, and the codes that the database refuses with. */
export async function complaintsOf({ url }: { url: string }): Promise<(string | null)[]> {
  const { database, tables, refusals, migrations } = (await (await fetch(`${url}/readyz`)).json()) as Report;
  return [
    ...(database.state === "away" ? ["away"] : []),
    ...tables.missing,
    ...refusals.map(({ code }) => code),
    ...(migrations.failures > 0 ? [migrations.lastFailure!.code] : []),
  ];
}
