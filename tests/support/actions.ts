import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { parseSource, type Source } from "./sources.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const REMIX = path.join(ROOT, "node_modules/@remix-run/dev/dist/cli.js");

/** A route that takes posts: its id in the manifest, and what its module exports as `action`. */
export type ActionRoute = { id: string; source: Source; action: ts.Node };

type ListedRoute = { id: string; file: string; children?: ListedRoute[] };

/** Every route with an action, as Remix itself lists them. */
export async function actionRoutes(): Promise<ActionRoute[]> {
  return (await listedRoutes()).flatMap(({ id, file }) => {
    const place = `app/${file}`;
    const source = parseSource(place, readFileSync(path.join(ROOT, place), "utf8"));
    const action = exportedAction(source);
    return action ? [{ id, source, action }] : [];
  });
}

/** The names of those routes. */
export async function actionRouteIds(): Promise<string[]> {
  return (await actionRoutes()).map(({ id }) => id).toSorted();
}

/** The names of all routes but the document around them. */
export async function routeIds(): Promise<string[]> {
  const ids = (await listedRoutes()).map(({ id }) => id);
  return ids.filter((id) => id !== "root").toSorted();
}

async function listedRoutes(): Promise<ListedRoute[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [REMIX, "routes", "--json"], { cwd: ROOT });
  return flat(JSON.parse(stdout) as ListedRoute[]);
}

function flat(routes: readonly ListedRoute[]): ListedRoute[] {
  return routes.flatMap((route) => [route, ...flat(route.children ?? [])]);
}

/** What a module exports as `action`, in whatever way it is exported. */
export function exportedAction({ tree }: Source): ts.Node | null {
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === "action" && isExported(statement)) {
      return statement;
    }
    if (ts.isVariableStatement(statement) && isExported(statement)) {
      const found = statement.declarationList.declarations.find(
        (each) => each.name.getText(tree) === "action",
      );
      if (found) return found;
    }
    if (
      ts.isExportDeclaration(statement) &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
    ) {
      const found = statement.exportClause.elements.find((each) => each.name.text === "action");
      if (found) return found;
    }
  }
  return null;
}

function isExported(statement: ts.FunctionDeclaration | ts.VariableStatement): boolean {
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}
