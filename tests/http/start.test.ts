import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { NODE_FLAGS } from "../../scripts/process-memory.mjs";
import { birthOf } from "#app/embedded-postgres/processes.ts";
import { eventually } from "#tests/embedded-postgres/scene.ts";
import { plainLines } from "#tests/support/log-lines.ts";
import { arrive, createLottery } from "#tests/support/lotteries.ts";
import { CAN_GET_STUCK, launch, STARTER } from "#tests/support/server.ts";
import { appOf, atHome, childrenOf, eventualAppOf, restarts } from "./starter-scene.ts";

describe("what `npm start` runs", () => {
  test("brings back an app that was stuck, with its database", async () => {
    const { server } = await atHome({ STUCK_MS: "1000", ...CAN_GET_STUCK }, STARTER);
    const host = server.visitor();
    await arrive(host);
    const lottery = await createLottery(host);
    const app = await appOf(server.child);
    fetch(`${server.url}/stuck?how=loop`).catch(() => {});
    await eventually(async () => expect(await appOf(server.child)).not.toBe(app));
    expect(restarts(server)).toMatchObject([{ code: 75, signal: null }]);
    await eventually(async () => expect((await host.get(lottery)).status).toBe(200));
  });

  test("brings back one that crashed, at most once a second, however often it does", async () => {
    const { server } = await atHome({}, STARTER);
    const began = performance.now();
    for (let crashes = 0; crashes < 3; crashes += 1) {
      const app = await eventualAppOf(server.child);
      process.kill(app, "SIGKILL");
      await eventually(async () => expect(await birthOf(app)).toBeNull());
    }
    await eventualAppOf(server.child);
    // The first of them ran for as long as it liked.
    expect(performance.now() - began).toBeGreaterThan(2_000);
    expect(restarts(server)).toMatchObject(
      Array.from({ length: 3 }, () => ({ code: null, signal: "SIGKILL" })),
    );
    await eventually(async () => expect((await server.visitor().get("/healthz")).status).toBe(200));
  });

  test("tells the app to be small", async () => {
    const { server } = await atHome({}, STARTER);
    const { stdout } = await promisify(execFile)("ps", [
      "-o",
      "args=",
      "-p",
      String(await appOf(server.child)),
    ]);
    expect(stdout).toContain(NODE_FLAGS[0]);
  });

  test("leaves alone one whose settings cannot be used", async () => {
    const starter = await launch({ PORT: "70000" }, STARTER);
    onTestFinished(starter.stop);
    expect(await starter.ended).toBe(1);
    expect(starter.output().trim().split("\n")).toEqual([
      "These settings cannot be used:",
      "  PORT: must be a whole number from 0 to 65535",
    ]);
  });

  test("ends with an app that was told to end", async () => {
    const { server, left } = await atHome({}, STARTER);
    process.kill(await appOf(server.child), "SIGTERM");
    expect(await server.ended).toBe(0);
    expect(restarts(server)).toEqual([]);
    await eventually(async () => expect(await left()).toEqual([]));
  });

  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "ends by %s with everything it started",
    async (signal) => {
      const { server, left } = await atHome({}, STARTER);
      server.child.kill(signal);
      expect(await server.ended).toBe(0);
      await eventually(async () => expect(await left()).toEqual([]));
    },
  );

  test("killed, takes everything with it", async () => {
    const { server, left } = await atHome({}, STARTER);
    server.child.kill("SIGKILL");
    await eventually(async () => expect(await left()).toEqual([]));
    expect(plainLines(server.output())).toEqual([expect.stringMatching(/^\[remix-serve\] http:/)]);
  });
});

describe.runIf(process.platform !== "win32")("nothing is left of `npm start`", () => {
  test.each(["SIGKILL", "SIGTERM"] as const)("after npm got %s", async (signal) => {
    const { server, left } = await atHome({}, ["npm", "start"]);
    server.child.kill(signal);
    await eventually(async () => expect(await left()).toEqual([]));
  });

  test.runIf(process.platform === "linux")(
    "after Ctrl-C, which a terminal sends to all of them",
    async () => {
      const { server, left } = await atHome({}, ["setsid", "npm", "start"]);
      process.kill(-server.child.pid!, "SIGINT");
      await eventually(async () => expect(await left()).toEqual([]));
    },
  );

  test("after the shell below npm was killed", async () => {
    const { server, left } = await atHome({}, ["npm", "start"]);
    const [shell = 0] = await childrenOf(server.child.pid!);
    process.kill(shell, "SIGKILL");
    await eventually(async () => expect(await left()).toEqual([]));
  });

  test("after an npm that ran another one was killed", async () => {
    const { server, left } = await atHome({}, ["npm", "exec", "--call", "npm start"]);
    server.child.kill("SIGKILL");
    await eventually(async () => expect(await left()).toEqual([]));
  });
});
