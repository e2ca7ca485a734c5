import type { Knex } from "knex";

/** What a query function needs: the pool, or a transaction of it. */
export type Db = Knex;
