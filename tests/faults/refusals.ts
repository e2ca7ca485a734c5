import type { Fault } from "./fault.ts";
import { changed, heldAndSaid } from "./losses.ts";
import { TERMINATE } from "./postgres.ts";

/** The database is there, answers at once, and refuses. */
export const REFUSALS: readonly Fault[] = [
  {
    ...changed("rights lost", {
      change: "revoke all on all tables in schema public from app",
      undo: "grant all on all tables in schema public to app",
    }),
    says: "42501",
  },
  {
    name: "read-only",
    says: "25006",
    thorough: true,
    async inject(scene) {
      const { postgres } = scene;
      // Set from another database, because it would also apply to this session.
      await postgres.run("alter database app set default_transaction_read_only = on", "postgres");
      await postgres.run(TERMINATE);
      await heldAndSaid(scene);
      // Sessions that are open keep the old setting.
      await postgres.run("alter database app reset default_transaction_read_only", "postgres");
    },
  },
  {
    ...changed("schema gone", {
      change: "alter schema public rename to away",
      undo: "alter schema away rename to public",
    }),
    says: "3F000",
    thorough: true,
  },
];
