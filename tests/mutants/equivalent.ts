/** A mutant that no test can notice: what it does is the same. */
export type Equivalent = {
  file: string;
  /** The line as it stands in the file, without what is around it. */
  line: string;
  /** What Stryker put in the place of a part of it. */
  replacement: string;
  reason: string;
};

const READ_FORM = "app/http/read-form.server.ts";
const VISITOR = "app/visitor/visitor.server.ts";

export const EQUIVALENT: readonly Equivalent[] = [
  {
    file: READ_FORM,
    line: 'const type = request.headers.get("Content-Type")?.split(";", 1)[0]?.trim().toLowerCase();',
    replacement: 'request.headers.get("Content-Type")?.split(";", 1)[0].trim',
    reason: "split() brings one part at least; only the types do not know",
  },
  {
    file: READ_FORM,
    line: "for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {",
    replacement: "reader.read",
    reason: "the second one is only reached where there is a reader",
  },
  {
    file: READ_FORM,
    line: "const name = decodePart(end < 0 ? pair : pair.slice(0, end));",
    replacement: "end <= 0",
    reason: "neither “” nor “=x” is the name of a field",
  },
  {
    file: READ_FORM,
    line: "const field = name === null ? undefined : shape.get(name);",
    replacement: "false",
    reason: "no shape has a field called null",
  },
  {
    file: READ_FORM,
    line: "if (name === null || !field) return null;",
    replacement: "false",
    reason: "without a name there is no field either; only the types do not know",
  },
  {
    file: READ_FORM,
    line: 'const value = decodePart(end < 0 ? "" : pair.slice(end + 1));',
    replacement: "end <= 0",
    reason: "a pair that begins with = has been refused by then",
  },
  {
    file: VISITOR,
    line: 'if (!header?.includes("visitor=")) return null;',
    replacement: "false",
    reason: "a short cut: what names no visitor is read, and nothing is found",
  },
  {
    file: VISITOR,
    line: "if (signingSecrets().length === 1) return true;",
    replacement: "false",
    reason: "a short cut: with one secret, what it signed is signed alike again",
  },
  {
    file: VISITOR,
    line: 'const sent = request.headers.get("Cookie")?.split(";") ?? [];',
    replacement: 'request.headers.get("Cookie").split',
    reason: "the visitor was read from that header",
  },
  {
    file: VISITOR,
    line: 'const sent = request.headers.get("Cookie")?.split(";") ?? [];',
    replacement: '["Stryker was here"]',
    reason: "the visitor was read from that header",
  },
];
