import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { removeFolder } from "#tests/support/folder.ts";

const run = promisify(execFile);
const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
/** How to make a certificate that has expired depends on the version of openssl. */
const OVER = [
  ["-days", "-1"],
  ["-not_before", "20200101000000Z", "-not_after", "20200102000000Z"],
];

type Authority = { certificate: string; key: string };
/** PEM texts, as PostgreSQL wants them in server.crt and server.key. */
export type Certificate = { certificate: string; key: string };
export type Certificates = Awaited<ReturnType<typeof makeCertificates>>;

/** Makes certificates in a folder that `close` removes; null where there is no openssl. */
export async function certificateWorkshop(): Promise<Certificates | null> {
  return run("openssl", ["version"]).then(makeCertificates, () => null);
}

async function makeCertificates() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-certificates-"));
  let made = 0;
  const file = (ending: string) => path.join(folder, `${++made}.${ending}`);

  /** Files of an authority that signs its own certificate; `constraints` says whether it may sign others. */
  async function authority({ constraints = "critical,CA:TRUE" } = {}): Promise<Authority> {
    const [key, request, certificate] = [file("key"), file("csr"), file("crt")];
    await run("openssl", [
      "req",
      "-new",
      ...NEW_KEY,
      "-keyout",
      key,
      "-out",
      request,
      "-subj",
      "/CN=Test CA",
    ]);
    const extensions = file("ext");
    await writeFile(extensions, `basicConstraints=${constraints}\n`);
    const own = ["-in", request, "-signkey", key, "-extfile", extensions, "-days", "2"];
    await run("openssl", ["x509", "-req", ...own, "-out", certificate]);
    return { certificate, key };
  }

  /** A server's certificate. Rejects when this openssl cannot make an expired one. */
  async function issue(
    by: Authority,
    { host = "localhost", expired = false, usage = "serverAuth" } = {},
  ): Promise<Certificate> {
    const [key, request] = [file("key"), file("csr")];
    await run("openssl", [
      "req",
      "-new",
      ...NEW_KEY,
      "-keyout",
      key,
      "-out",
      request,
      "-subj",
      `/CN=${host}`,
    ]);
    const extensions = file("ext");
    await writeFile(extensions, `subjectAltName=DNS:${host}\nextendedKeyUsage=${usage}\n`);
    const signed = ["-in", request, "-CA", by.certificate, "-CAkey", by.key, "-extfile", extensions];
    for (const times of expired ? OVER : [["-days", "2"]]) {
      const out = file("crt");
      const made = await run("openssl", [
        "x509",
        "-req",
        ...signed,
        "-set_serial",
        "7",
        ...times,
        "-out",
        out,
      ]).then(
        () => readFile(out, "utf8"),
        () => null,
      );
      if (made && expired === Date.parse(new X509Certificate(made).validTo) < Date.now()) {
        return { certificate: made, key: await readFile(key, "utf8") };
      }
    }
    throw new Error("this openssl does not make a certificate with these times");
  }

  return { folder, authority, issue, close: () => removeFolder(folder) };
}
