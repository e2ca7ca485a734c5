import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { removeFolder } from "#tests/support/folder.ts";
import { launch, REMIX_SERVE, startServer } from "#tests/support/server.ts";

const BUILD = "./build/server/index.js";

describe("the secret that the app makes for itself", () => {
  test("is kept, for its eyes only, and signs after the next start too", async () => {
    const dataDir = await folder();
    const first = await startServer(atHome(dataDir));
    onTestFinished(first.stop);
    const host = first.visitor();
    await host.get("/");
    await first.stop();
    const file = path.join(dataDir, "session-secret");
    const secret = await readFile(file, "utf8");
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(isSigned(host.jar.get("visitor"), secret)).toBe(true);
    expect((await readdir(dataDir)).filter((name) => name.startsWith("session-secret"))).toHaveLength(1);

    await chmod(file, 0o666);
    const second = await startServer(atHome(dataDir));
    onTestFinished(second.stop);
    expect(await readFile(file, "utf8")).toBe(secret);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test.each(["", "\n", "31 characters are one too few!!"])("is refused when cut short: %j", async (text) => {
    const dataDir = await folder();
    const file = path.join(dataDir, "session-secret");
    await writeFile(file, text);
    const { code, output } = await failing(atHome(dataDir));
    expect(code).toBe(1);
    expect(output).toMatch(
      new RegExp(
        `^${file} holds \\d+ characters, and a secret needs 32 or more: .*; or delete it, .*; or set SESSION_SECRET\\.$`,
      ),
    );
    expect(await readFile(file, "utf8")).toBe(text);
  });

  test.runIf(process.platform === "linux" && process.getuid?.() === 0)(
    "is whole or not there on a disk that is full at the first start",
    async () => {
      const dataDir = await folder();
      await promisify(execFile)("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", dataDir]);
      onTestFinished(async () => void (await promisify(execFile)("umount", ["-l", dataDir])));
      const filler = path.join(dataDir, "filler");
      await writeFile(filler, Buffer.alloc(64 * 1024)).catch(() => {});
      const { code, output } = await failing(atHome(dataDir));
      expect([code, output]).toEqual([1, sentenceOf(dataDir, "ENOSPC")]);
      expect(await readdir(dataDir)).toEqual(["filler"]);

      await rm(filler);
      const server = await startServer(atHome(dataDir));
      onTestFinished(server.stop);
      expect(await readFile(path.join(dataDir, "session-secret"), "utf8")).toMatch(/^[\w-]{43}$/);
    },
  );

  test.runIf(process.platform !== "win32")("and where files may not grow", async () => {
    const dataDir = await folder();
    const limited = ["/bin/sh", "-c", `ulimit -f 0; exec ${process.execPath} ${REMIX_SERVE} ${BUILD}`];
    const { code, output } = await failing(atHome(dataDir), limited);
    expect([code, output]).toEqual([1, sentenceOf(dataDir, "EFBIG")]);
    expect(await readdir(dataDir)).toEqual([]);
  });

  test("says which folder it cannot be kept in", async () => {
    const dataDir = await folder();
    await writeFile(path.join(dataDir, "file"), "");
    const { code, output } = await failing(atHome(path.join(dataDir, "file")));
    expect(code).toBe(1);
    expect(output).toMatch(/^DATA_DIR is \S+, which is a file and no folder\. .* set DATABASE_URL\.$/);
  });

  test("is not needed with SESSION_SECRET and a database of one's own, and then no folder is either", async () => {
    const dataDir = path.join(await folder(), "file", "below");
    const server = await startServer({ DATA_DIR: dataDir, DATABASE_URL: "postgresql://a:b@127.0.0.1:1/c" });
    onTestFinished(server.stop);
    expect((await server.visitor().get("/healthz")).status).toBe(200);
    await expect(stat(dataDir)).rejects.toThrow("ENOENT");
  });
});

function atHome(dataDir: string): Record<string, string> {
  return { DATA_DIR: dataDir, SESSION_SECRET: "" };
}

/** A start that is expected to fail. */
async function failing(env: Record<string, string>, program?: readonly string[]) {
  const app = await launch(env, program);
  onTestFinished(app.stop);
  return { code: await app.ended, output: app.output().trim() };
}

function sentenceOf(dataDir: string, code: string): string {
  return (
    `The secret that signs cookies cannot be kept in ${path.join(dataDir, "session-secret")} (${code}). ` +
    "Make room there and let this app read and write it, or set SESSION_SECRET."
  );
}

/** As Remix signs: base64 of HMAC-SHA256 behind the last dot. */
function isSigned(cookie: string | undefined, secret: string): boolean {
  const [, value = "", signature] = /^(.*)\.([^.]*)$/.exec(decodeURIComponent(cookie ?? "")) ?? [];
  const wanted = createHmac("sha256", secret).update(value).digest("base64").replace(/=+$/, "");
  return signature === wanted;
}

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-secret-"));
  await chmod(made, 0o755);
  onTestFinished(() => removeFolder(made));
  await mkdir(path.join(made, "data"));
  return path.join(made, "data");
}
