import { codeOf } from "./failure.server.ts";

export type WhyUnreached = keyof typeof REMEDY;

/** What is the case, and what a person can do about it. These words hold no secret, not even where the database is. */
export const REMEDY = {
  "certificate-expired":
    "The certificate of the database server has expired. Renew it there and let PostgreSQL read it anew (pg_reload_conf).",
  "certificate-not-valid-yet":
    "The certificate of the database server is not valid yet. Look at its dates, and at the clock of this machine.",
  "certificate-of-another-host":
    "The certificate of the database server is for another host name than the one in DATABASE_URL. " +
    "Change the name there, or have a certificate made for it.",
  "certificate-not-trusted":
    "The certificate of the database server is signed by an authority that this app does not trust. " +
    "Name the authority's certificate in DATABASE_URL: …?sslmode=verify-full&sslrootcert=/path/to/ca.pem.",
  "certificate-unreadable":
    "A certificate or a key that DATABASE_URL names (sslrootcert, sslcert, sslkey) cannot be read. Look at its path and rights.",
  "no-tls":
    "DATABASE_URL asks for TLS (sslmode), and the database server offers none. Turn it on there, or leave sslmode out.",
  tls: "The database server and this app found no agreement on TLS, or something between them broke it off.",
  "login-refused":
    "The database server refused the user, the password or the address of this app. Look at DATABASE_URL and pg_hba.conf.",
  "no-place": "The database server has no connection left for this app. Raise its limit, or lower POOL_MAX.",
  starting: "The database server is starting, or shutting down. This is tried again until it answers.",
  "nothing-listens":
    "Nothing listens where DATABASE_URL says. Look whether the database server runs, and at host and port.",
  "no-such-host":
    "The host name in DATABASE_URL cannot be found. Look at it, and at the name server of this machine.",
  "no-answer":
    "The database server gave no answer in time, or the connection broke. Look whether it runs, and at the network between.",
} as const;

/** Why an error of the kind "unreachable" came about. */
export function whyUnreached(error: unknown): WhyUnreached {
  if (!(error instanceof Error)) return "no-answer";
  const code = codeOf(error) ?? "";
  // Reading a socket can fail too, but never with these codes.
  const ofFile = "syscall" in error && (error.syscall === "open" || error.syscall === "read");
  if (ofFile && /^E(NOENT|ACCES|ISDIR|NOTDIR|PERM)$/.test(code)) return "certificate-unreadable";
  const known = CODES.find(([codes]) => codes.test(code));
  if (known) return known[1];
  return error.message.includes("does not support SSL connections") ? "no-tls" : "no-answer";
}

/** The first that fits. Node takes the names of certificate errors from OpenSSL. */
const CODES: readonly (readonly [RegExp, WhyUnreached])[] = [
  [/^CERT_HAS_EXPIRED$/, "certificate-expired"],
  [/^CERT_NOT_YET_VALID$/, "certificate-not-valid-yet"],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/, "certificate-of-another-host"],
  [/^ERR_OSSL_/, "certificate-unreadable"],
  [/^ERR_(TLS|SSL)_/, "tls"],
  [/CERT|CRL|^(UNABLE_TO|INVALID_(CA|PURPOSE)|PATH_LENGTH)/, "certificate-not-trusted"],
  [/^28/, "login-refused"],
  [/^53300$/, "no-place"],
  [/^(57P0[123]|ESTARTING)$/, "starting"],
  [/^ECONNREFUSED$/, "nothing-listens"],
  [/^(ENOTFOUND|EAI_AGAIN)$/, "no-such-host"],
];
