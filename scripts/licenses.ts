import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";

/** Of these there are only parts, which `npm run fonts` has made. */
const FONTS = ["@fontsource/sofia-sans-extra-condensed", "@fontsource-variable/onest"];

/**
 * Takes the licence comments out of the browser's scripts and ships the licences of all packages in them as one file,
 * build/client/licenses.txt. Fails the build when a package brings none.
 */
export function licenses(): Plugin {
  return {
    name: "licenses",
    apply: "build",
    config: () => ({ esbuild: { legalComments: "none" } }),
    generateBundle(_, bundle) {
      if (this.environment.name !== "client") return;
      const modules = Object.values(bundle).flatMap((each) => (each.type === "chunk" ? each.moduleIds : []));
      const folders = new Set(modules.flatMap((id) => packageOf(id) ?? []));
      for (const name of FONTS) folders.add(path.resolve("node_modules", name));
      const source = [...folders].sort().map(licenceIn).join("\n\n");
      this.emitFile({ type: "asset", fileName: "licenses.txt", source });
    },
  };
}

function packageOf(id: string): string | undefined {
  return /^\0?(?<folder>.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.groups?.folder;
}

function licenceIn(folder: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(path.join(folder, "package.json"), "utf8"),
  ) as Record<string, string>;
  const file = readdirSync(folder).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
  const text = file ? readFileSync(path.join(folder, file), "utf8").trim() : `(${license})`;
  if (!file && !license) throw new Error(`${folder} names no licence`);
  return `${name} ${version}\n\n${text}`;
}
