import { expect, test } from "vitest";
import ts from "typescript";
import { parseSource, placeOf, sourcesIn, type Source } from "#tests/support/sources.ts";

const ROOMS = ["data", "domain", "http", "live", "movies", "sharing", "visitor"];

test.each(ROOMS)("every exported function of %s/ says what it is for", (room) => {
  const sources = sourcesIn(`app/${room}/**/*`);
  expect(sources.flatMap(exportedFunctions).length, "functions").toBeGreaterThan(0);
  expect(sources.flatMap((source) => exportedFunctions(source).filter(({ said }) => !said))).toEqual([]);
});

test.each([
  ["export function f() {}", false],
  ["// A line for whoever changes it.\nexport function f() {}", false],
  ["/** */\nexport function f() {}", false],
  ["/** Another one's. */\nconst a = 1;\nexport async function f() {}", false],
  ["export const f = (a: number) => a;", false],
  ["export const f = async function () {};", false],
  ["export default function f() {}", false],
  ["/** Says what it does. */\nexport function f() {}", true],
  ["/** Says what it does. */\nexport const f = () => 1;", true],
])("%j: said: %s", (text, said) => {
  expect(exportedFunctions(parseSource("app/domain/x.ts", text)).map((each) => each.said)).toEqual([said]);
});

test("other things need no docstring", () => {
  const text =
    "function f() {}\nexport const A = 1;\nexport type B = () => void;\nexport { f } from './f.ts';";
  expect(exportedFunctions(parseSource("app/domain/x.ts", text))).toEqual([]);
});

/** The functions that a file exports where it declares them, and whether each has a docstring with words in it. */
function exportedFunctions(source: Source): { place: string; said: boolean }[] {
  return source.tree.statements.filter(isExportedFunction).map((statement) => ({
    place: placeOf(source, statement),
    said: ts
      .getJSDocCommentsAndTags(statement)
      .some((each) => ts.isJSDoc(each) && Boolean(ts.getTextOfJSDocComment(each.comment)?.trim())),
  }));
}

function isExportedFunction(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return false;
  if (ts.isFunctionDeclaration(statement)) return true;
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some(
      ({ initializer }) =>
        initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)),
    )
  );
}
