const RELIABILITY = "tests/data/reliability";

/**
 * What is mutated: folders and files, without what another room tries; which tests meet it in their own process, those
 * that take long left out; and how many of a hundred have to be noticed.
 */
export const ROOMS = [
  // Where the lines of a drawing are is looked at and not tested.
  {
    name: "domain",
    places: ["app/domain/"],
    without: ["app/domain/posters/poster-art.ts", "app/domain/posters/motifs/"],
    tests: ["tests/domain/**/*.test.ts"],
    wanted: 95,
  },
  {
    name: "reliability",
    places: ["app/data/reliability/"],
    without: ["app/data/reliability/pool.server.ts", "app/data/reliability/connection-health.server.ts"],
    tests: [
      `${RELIABILITY}/{guard-*,breaker,read-breakers,running-reads,failure-kinds,why-unreached,connection-trust,deadline,last-good,refusals,turns,places}.test.ts`,
    ],
    wanted: 90,
  },
  {
    name: "the pool",
    places: ["app/data/reliability/pool.server.ts", "app/data/reliability/connection-health.server.ts"],
    without: [],
    tests: [`${RELIABILITY}/{pool,pool-moves,connection-health,failure}.test.ts`],
    wanted: 90,
  },
  {
    name: "forms and cookies",
    places: [
      "app/http/read-form.server.ts",
      "app/http/origin.server.ts",
      "app/http/cookie.server.ts",
      "app/visitor/visitor.server.ts",
    ],
    without: [],
    tests: ["tests/http/parts/*.test.ts"],
    wanted: 90,
  },
] as const;

/** Where the tests of a room are named to `vitest.config.ts`, which Stryker loads in processes of its own. */
export const TESTS = "MUTANTS_TESTS";
