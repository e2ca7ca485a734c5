import { describe, expect, test } from "vitest";
import {
  codeOf,
  endedConnecting,
  failureKind,
  isNameTaken,
  isNotAllowed,
  isOfTables,
  surelyNotApplied,
  violatedConstraint,
} from "#app/data/reliability/failure.server.ts";

const failed = (code: unknown, severity?: unknown) =>
  Object.assign(new Error("as the server says it"), {
    code,
    ...(severity === undefined ? {} : { severity }),
  });

describe("codes", () => {
  test.each([
    ["08006", "unreachable", false],
    ["08P01", "unreachable", false],
    ["53300", "unreachable", true],
    ["53200", "unreachable", false],
    ["57P01", "unreachable", false],
    ["57P02", "unreachable", false],
    ["57P03", "unreachable", true],
    ["57P05", "unreachable", false],
    ["25P03", "unreachable", false],
    ["58030", "unreachable", false],
    ["28P01", "unreachable", true],
    ["28000", "unreachable", true],
    ["3D000", "schema", true],
    ["ECONNRESET", "unreachable", false],
    ["EPIPE", "unreachable", false],
    ["ETIMEDOUT", "unreachable", false],
    ["EHOSTUNREACH", "unreachable", false],
    ["ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "unreachable", false],
    ["53100", "refused", false],
    ["25006", "refused", false],
    ["40001", "busy", false],
    ["40P01", "busy", false],
    ["ERR_INVALID_ARG_TYPE", "other", false],
    ["MODULE_NOT_FOUND", "other", false],
  ] as const)("%s: %s, surely not applied: %s", (code, kind, sure) => {
    const error = failed(code);
    expect({ kind: failureKind(error), sure: surelyNotApplied(error) }).toEqual({ kind, sure });
  });

  test.each([
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ESTARTING",
    "ECONNRESET",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "INVALID_CA",
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "ERR_OSSL_PEM_NO_START_LINE",
    "EISDIR",
    "",
  ])("%s while connecting: nobody was reached, and nothing was sent", (code) => {
    const error = failed(code);
    endedConnecting(error);
    expect({ kind: failureKind(error), sure: surelyNotApplied(error) }).toEqual({
      kind: "unreachable",
      sure: true,
    });
  });

  test("whatever the server calls an error was rolled back; what it calls fatal may not have been", () => {
    expect(surelyNotApplied(failed("53100", "ERROR"))).toBe(true);
    expect(surelyNotApplied(failed("XX000", "FATAL"))).toBe(false);
    expect(failureKind(failed("XX000", "FATAL"))).toBe("unreachable");
    expect(failureKind(failed("XX000", "ERROR"))).toBe("refused");
    expect(failureKind(failed("XX000", "ПАНИКА"))).toBe("unreachable");
    expect(surelyNotApplied(failed("42501", "ОШИБКА"))).toBe(true);
  });

  test.each([
    ["Connection terminated unexpectedly", false],
    ["Connection terminated", false],
    ["Client has encountered a connection error and is not queryable", true],
    ["Knex: Timeout acquiring a connection. The pool is probably full.", true],
    ["Defined query timeout of 600ms exceeded when running query.", false],
    ["insert … - Query read timeout", false],
    ["Unable to acquire a connection", true],
    ["aborted", false],
  ])("without a code: %s", (message, sure) => {
    const error = new Error(message);
    expect({ kind: failureKind(error), sure: surelyNotApplied(error) }).toEqual({
      kind: "unreachable",
      sure,
    });
  });

  test("nor is what has words of ours beside a code of its own", () => {
    const error = Object.assign(new Error("Connection terminated"), { code: "ERR_INVALID_ARG_TYPE" });
    expect(failureKind(error)).toBe("other");
    const unsent = Object.assign(new Error("Timeout acquiring a connection"), { code: "EPIPE" });
    expect(surelyNotApplied(unsent)).toBe(false);
  });

  test("a severity that is no word is none", () => {
    expect(failureKind(failed("XX000", 1))).toBe("other");
    expect(surelyNotApplied(failed("42501", null))).toBe(false);
  });

  test("thrown things that are no errors end no connecting", () => {
    expect(() => endedConnecting("ECONNREFUSED")).not.toThrow();
    expect(() => endedConnecting(null)).not.toThrow();
  });

  test.each([
    null,
    undefined,
    "ECONNREFUSED",
    { code: "ECONNREFUSED" },
    new TypeError("x is not a function"),
  ])("%s is no failure of the database", (thrown) => {
    expect(failureKind(thrown)).toBe("other");
    expect(surelyNotApplied(thrown)).toBe(false);
  });
});

describe("what a pooler says before it has a server", () => {
  const said = (message: string) => Object.assign(new Error(message), { code: "08P01", severity: "FATAL" });
  test.each([
    ["unsupported startup parameter: options", true],
    ["query_wait_timeout", true],
    ["no such database: app", true],
    ["no such user: app", true],
    ["no more connections allowed", true],
    ["pgbouncer cannot connect to server", true],
    ["server login has been failing, try again later", true],
    ["server conn crashed?", false],
  ])("%s: surely not applied: %s", (message, sure) => {
    expect(surelyNotApplied(said(message))).toBe(sure);
  });

  test("under another code it says nothing", () => {
    expect(surelyNotApplied(Object.assign(new Error("query_wait_timeout"), { code: "08006" }))).toBe(false);
  });
});

describe("what else is read from an error", () => {
  test("its code, where it is text", () => {
    expect(codeOf(failed("42P01"))).toBe("42P01");
    for (const thrown of [failed(42), new Error("none"), { code: "42P01" }, null])
      expect(codeOf(thrown)).toBeNull();
  });

  test("whether it may come of the tables", () => {
    for (const code of ["42P01", "3D000", "22P02", "42883"])
      expect([code, isOfTables(failed(code))]).toEqual([code, true]);
    for (const code of ["23505", "422P012", "08006", ""])
      expect([code, isOfTables(failed(code))]).toEqual([code, false]);
    expect(isOfTables(new Error("none"))).toBe(false);
  });

  test("whether a right or a name is the matter", () => {
    expect([isNotAllowed(failed("42501")), isNotAllowed(failed("42P07"))]).toEqual([true, false]);
    expect([isNameTaken(failed("42P07")), isNameTaken(failed("42501"))]).toEqual([true, false]);
  });

  test("the constraint that was violated", () => {
    const violated = (code: unknown, constraint: unknown) => Object.assign(failed(code), { constraint });
    expect(violatedConstraint(violated("23505", "movies_once"))).toBe("movies_once");
    for (const thrown of [
      violated("42501", "movies_once"),
      violated("23505", undefined),
      violated(23505, "movies_once"),
      failed("23505"),
      Object.assign(new Error("no code"), { constraint: "movies_once" }),
      { code: "23505", constraint: "movies_once" },
      null,
    ])
      expect(violatedConstraint(thrown)).toBeNull();
  });
});
