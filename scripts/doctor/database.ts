import type { Config } from "../../app/config.server.ts";
import { failureKind } from "../../app/data/reliability/failure.server.ts";
import { REMEDY, whyUnreached } from "../../app/data/reliability/why-unreached.server.ts";
import { examine, type Examined } from "../../app/data/schema/examine.server.ts";
import { runningDatabase, whyNoEmbedded } from "../../knexfile.ts";
import { migrationsOnDisk } from "../migrations-on-disk.ts";
import { wordsOf } from "../words-of-failure.ts";
import type { Finding } from "./finding.ts";

/** Which database it is, whether it answers, and whether its tables are there and whole. */
export async function database({ databaseUrl }: Config): Promise<Finding[]> {
  const which: Finding[] =
    databaseUrl === null
      ? [{ note: "DATABASE_URL is not set: the app starts a PostgreSQL of its own in DATA_DIR." }]
      : [{ well: "DATABASE_URL is set." }];
  const hindrance = databaseUrl === null ? whyNoEmbedded() : null;
  if (hindrance) return [...which, { problem: hindrance }];
  const address = await runningDatabase();
  if (address === null) {
    return [
      ...which,
      { note: "The app is not running here, so its database was not asked. Start it, and ask again." },
    ];
  }
  return [...which, ...(await asked(address))];
}

async function asked(address: string): Promise<Finding[]> {
  try {
    const examined = await examine({ address: () => address, migrations: await migrationsOnDisk() });
    return [{ well: `The database answers (PostgreSQL ${examined.version}).` }, ...tables(examined)];
  } catch (error) {
    const unreached = failureKind(error) === "unreachable";
    return [
      {
        problem: unreached ? `The database does not answer. ${REMEDY[whyUnreached(error)]}` : wordsOf(error),
      },
    ];
  }
}

function tables({ there, pending, missing, changed, advice }: Examined): Finding[] {
  const waiting = `${pending.length} of the migrations`;
  const how = "The app applies them when it starts; npm run migrate does so now.";
  return [
    there
      ? { well: "Its tables are there." }
      : { problem: `Its tables are not there: none was made yet. ${how}` },
    ...(there && pending.length > 0 ? [{ problem: `${waiting} have not been applied. ${how}` }] : []),
    ...missing.map((what) => ({ problem: `Missing: ${what}.` })),
    ...changed.map((what) => ({ problem: `Not as it was made: ${what}.` })),
    ...(advice ? [{ note: advice }] : []),
  ];
}
