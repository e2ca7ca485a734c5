import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";
import { fingerprint, MARK, ROOT } from "./sources.mjs";

/**
 * Leaves a mark in `folder` that says from which sources the build was made: if it is missing or another, `npm start`
 * builds again. Remix builds for the browser first and then for the server, so a build that fails leaves no mark.
 */
export function markBuild(folder: string, { isSsrBuild }: { isSsrBuild: boolean }): Plugin {
  const mark = path.join(ROOT, folder, MARK);
  const unfinished = `${mark}.unfinished`;
  return {
    name: "mark-build",
    apply: "build",
    buildStart() {
      if (isSsrBuild) return;
      mkdirSync(path.dirname(mark), { recursive: true });
      rmSync(mark, { force: true });
      // Computed before the build reads anything: if a source changes meanwhile, the build counts as outdated.
      writeFileSync(unfinished, fingerprint());
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
