import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const ROOT = path.resolve(import.meta.dirname, "../..");

export type Source = { path: string; lines: number; tree: ts.SourceFile };

/** One source file, parsed. `path` is relative to the project, with forward slashes. */
export function parseSource(file: string, text: string): Source {
  const lines = text.replace(/\n$/, "").split("\n").length;
  return { path: file, lines, tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) };
}

/** The project's own TypeScript files that match, parsed. */
export function sourcesIn(...include: string[]): Source[] {
  const files = ts.sys.readDirectory(ROOT, [".ts", ".tsx"], ["node_modules", "build"], include);
  return files.map((file) =>
    parseSource(path.relative(ROOT, file).replaceAll(path.sep, "/"), readFileSync(file, "utf8")),
  );
}

/** Calls `visit` with every node below this one. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  node.forEachChild((child) => {
    visit(child);
    walk(child, visit);
  });
}

/** `file:line` of a node, for a message that can be clicked. */
export function placeOf({ path: file, tree }: Source, node: ts.Node): string {
  return `${file}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
}

export type Import = { place: string; target: string; typeOnly: boolean };

/**
 * What a file imports, statically, by `import()`, by `import.meta.glob()` or by exporting it on. Targets inside the
 * project are paths relative to it (`app/paths.ts`), others stay names of packages.
 */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node, name: string, typeOnly = false) =>
    void found.push({ place: placeOf(source, node), target: targetOf(source.path, name), typeOnly });
  walk(source.tree, (node) => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node, node.moduleSpecifier.text, isTypeOnly(node.importClause));
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      add(node, node.moduleSpecifier.text, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) add(node, node.argument.literal.text, true);
    } else if (ts.isCallExpression(node)) {
      const [name] = node.arguments;
      const loads =
        node.expression.kind === ts.SyntaxKind.ImportKeyword ||
        node.expression.getText(source.tree) === "import.meta.glob" ||
        node.expression.getText(source.tree) === "require";
      if (loads && name && ts.isStringLiteralLike(name)) add(node, name.text);
    }
  });
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return (
    !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((each) => each.isTypeOnly)
  );
}

function targetOf(importer: string, name: string): string {
  const plain = name.replace(/\?.*$/, "");
  if (plain.startsWith(".")) return path.posix.join(path.posix.dirname(importer), plain);
  return plain.replace(/^#(?=(?:app|tests|migrations)\/)/, "");
}
