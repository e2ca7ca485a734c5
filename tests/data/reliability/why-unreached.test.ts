import { expect, test } from "vitest";
import { whyUnreached } from "#app/data/reliability/why-unreached.server.ts";

const failed = (code: string, more: object = {}) =>
  Object.assign(new Error("as node says it"), { code, ...more });

test.each([
  ["CERT_HAS_EXPIRED", "certificate-expired"],
  ["CERT_NOT_YET_VALID", "certificate-not-valid-yet"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate-of-another-host"],
  ["HOSTNAME_MISMATCH", "certificate-of-another-host"],
  ["ERR_OSSL_PEM_NO_START_LINE", "certificate-unreadable"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "tls"],
  ["ERR_TLS_HANDSHAKE_TIMEOUT", "tls"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate-not-trusted"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate-not-trusted"],
  ["UNABLE_TO_GET_CRL", "certificate-not-trusted"],
  ["INVALID_PURPOSE", "certificate-not-trusted"],
  ["28P01", "login-refused"],
  ["28000", "login-refused"],
  ["53300", "no-place"],
  ["57P01", "starting"],
  ["57P03", "starting"],
  ["ESTARTING", "starting"],
  ["ECONNREFUSED", "nothing-listens"],
  ["ENOTFOUND", "no-such-host"],
  ["EAI_AGAIN", "no-such-host"],
  ["ECONNRESET", "no-answer"],
  ["", "no-answer"],
])("%s: %s", (code, why) => {
  expect(whyUnreached(failed(code))).toBe(why);
});

test("a file that cannot be opened or read is a certificate, and a socket is none", () => {
  for (const code of ["ENOENT", "EACCES", "EISDIR", "ENOTDIR", "EPERM"]) {
    expect(whyUnreached(failed(code, { syscall: "open" }))).toBe("certificate-unreadable");
    expect(whyUnreached(failed(code, { syscall: "read" }))).toBe("certificate-unreadable");
    expect(whyUnreached(failed(code, { syscall: "connect" }))).toBe("no-answer");
    expect(whyUnreached(failed(code))).toBe("no-answer");
  }
  expect(whyUnreached(failed("ECONNRESET", { syscall: "read" }))).toBe("no-answer");
});

test("pg says in words alone that there is no TLS", () => {
  expect(whyUnreached(new Error("The server does not support SSL connections"))).toBe("no-tls");
  expect(whyUnreached(new Error("Connection terminated unexpectedly"))).toBe("no-answer");
});

test("what is no error says nothing", () => {
  for (const thrown of [null, undefined, "ECONNREFUSED", { code: "ECONNREFUSED" }]) {
    expect(whyUnreached(thrown)).toBe("no-answer");
  }
});
