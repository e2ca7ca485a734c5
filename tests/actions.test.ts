import ts from "typescript";
import { describe, expect, test } from "vitest";
import { actionRoutes, exportedAction } from "#tests/support/actions.ts";
import { parseSource, placeOf } from "#tests/support/sources.ts";

/** Answers every request alike and looks at none of what was sent. */
const READS_NOTHING = ["routes/$"];

test("every action reads its form with readForm, or with readUpload, before it does anything else", async () => {
  const actions = await actionRoutes();
  expect(actions.length).toBeGreaterThan(5);
  const careless = actions.filter(
    ({ id, action }) => !READS_NOTHING.includes(id) && !beginsWithReadForm(action),
  );
  expect(careless.map(({ source, action }) => placeOf(source, action))).toEqual([]);
});

test("an action that reads no form touches nothing that was sent", async () => {
  const silent = (await actionRoutes()).filter(({ id }) => READS_NOTHING.includes(id));
  expect(silent.map(({ id }) => id)).toEqual(READS_NOTHING);
  for (const { source } of silent) {
    expect(source.tree.text).not.toMatch(/\b(?:formData|text|json|blob|arrayBuffer|bytes|clone|body)\b/);
  }
});

describe("the check can fail", () => {
  const action = (code: string) => exportedAction(parseSource("app/routes/x.ts", code))!;

  test.each([
    "export async function action({ request }) { const form = await readForm(request, SHAPE); }",
    "export async function action({ request }) { await readForm(request, NO_FIELDS); const a = 1; }",
    "export const action = async ({ request }) => { const form = await readForm(request, SHAPE); };",
    "export async function action({ request }) { const { fields } = await readUpload(request, SHAPE); }",
  ])("fine: %s", (code) => expect(beginsWithReadForm(action(code))).toBe(true));

  test.each([
    "export async function action({ request }) { const form = await request.formData(); }",
    "export async function action({ request }) { const who = await visitorOf(request); await readForm(request, SHAPE); }",
    "export async function action({ request }) { await readForm(request); }",
    "export async function action({ request }) { readForm(request, SHAPE); }",
    "export async function action({ request }) { if (request.url) await readForm(request, SHAPE); }",
    "export const action = loader;",
    'export { action } from "./other.ts";',
  ])("found: %s", (code) => expect(beginsWithReadForm(action(code))).toBe(false));
});

/** Whether the first statement is `await readForm(request, …)` or `await readUpload(request, …)`, with or without a name for what it gives. */
function beginsWithReadForm(action: ts.Node): boolean {
  const body = bodyOf(action);
  const first = body && ts.isBlock(body) ? body.statements[0] : undefined;
  if (!first) return false;
  const value = ts.isExpressionStatement(first)
    ? first.expression
    : ts.isVariableStatement(first)
      ? first.declarationList.declarations[0]?.initializer
      : undefined;
  if (!value || !ts.isAwaitExpression(value) || !ts.isCallExpression(value.expression)) return false;
  const { expression, arguments: given } = value.expression;
  return ["readForm", "readUpload"].includes(expression.getText()) && given.length === 2;
}

function bodyOf(action: ts.Node): ts.Node | undefined {
  if (ts.isFunctionDeclaration(action)) return action.body;
  if (!ts.isVariableDeclaration(action) || !action.initializer) return undefined;
  const { initializer } = action;
  return ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)
    ? initializer.body
    : undefined;
}
