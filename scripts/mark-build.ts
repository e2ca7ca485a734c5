import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";
import { fingerprint, MARK, ROOT } from "./sources.mjs";

/**
 * Leaves a mark in `folder` that says of which sources the build is: without it, or with another, `npm start` builds
 * again. Remix builds for the browser first, then for the server; a build that fails on the way leaves none.
 */
export function markBuild(folder: string, { isSsrBuild = false, more = [] as string[] }): Plugin {
  const mark = path.join(ROOT, folder, MARK);
  const unfinished = `${mark}.unfinished`;
  return {
    name: "mark-build",
    apply: "build",
    buildStart() {
      if (isSsrBuild) return;
      mkdirSync(path.dirname(mark), { recursive: true });
      rmSync(mark, { force: true });
      // Taken before anything is read, so that a source that changes meanwhile makes this build an old one.
      writeFileSync(unfinished, fingerprint(more));
    },
    writeBundle: {
      order: "post",
      sequential: true,
      handler() {
        if (isSsrBuild) renameSync(unfinished, mark);
      },
    },
  };
}
