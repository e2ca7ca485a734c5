/**
 * Bodies that have broken form parsers, to be added to a form: names that make libraries fill gaps, nest without end or
 * reach prototypes; names that are very many or very long; and commands for conform that no button sends.
 */
export const HOSTILE_FIELDS: Record<string, string> = {
  "a gap of a hundred million": "x[99999999]=1",
  "a gap in a list that there is": "entries[99999999].title=1",
  "3,000 levels of names": `x${".a".repeat(3_000)}=1`,
  "3,000 levels below a field that there is": `note${".a".repeat(3_000)}=1&title${".a".repeat(3_000)}=1`,
  "20,000 levels of lists": `x${"[0]".repeat(20_000)}=1`,
  "20,000 levels, encoded": `x${"%2Ea".repeat(12_000)}=1`,
  __proto__: "__proto__=1&__proto__.x=1&__proto__[x]=1",
  "constructor.prototype": "constructor.prototype.x=1&constructor=1",
  "a prototype below a field": "entries[0].__proto__.x=1&note.__proto__=1",
  "an index below nothing": "entries[-1].title=1",
  "an index in powers": "entries[1e9].title=1",
  "an index that is no number": "entries[NaN].title=1&entries[].title=1",
  "a list for a field": "submitKey[0]=1&title[]=1&note.x=1",
  "1,500 fields of one name": "title=1&".repeat(1_500),
  "1,500 ticks": "movie=2222222222&".repeat(1_500),
  "30,000 fields": "a&".repeat(30_000),
  "a name of 60 KB": `${"n".repeat(60_000)}=1`,
  "a name of 60 KB of marks": `${"\u0315".repeat(30_000)}=1`,
  "separators only": "&=".repeat(30_000),
  "the state xyz": "__state__=xyz",
  "a state of another kind": `__state__=${encodeURIComponent('{"validated":5}')}`,
  "the command xyz": "__intent__=xyz",
  "the command null": "__intent__=null",
  "an empty command": "__intent__=",
  "a reset": `__intent__=${encodeURIComponent('{"type":"reset"}')}`,
  "a reset of everything": `__intent__=${encodeURIComponent('{"type":"reset","payload":{}}')}`,
  "a command called __proto__": `__intent__=${encodeURIComponent('{"type":"__proto__"}')}`,
  "an update of everything": `__intent__=${encodeURIComponent('{"type":"update","payload":{"value":{"a":1}}}')}`,
  "a command with a long list": `__intent__=${encodeURIComponent('{"type":"insert","payload":{"name":"x[99999999]"}}')}`,
  "a field given twice": "title=a&title=b&entries[0].title=a&entries[0].title=b&note=a&note=b",
};

/** Texts that a single field may be made to hold. */
export const HOSTILE_VALUES: Record<string, string> = {
  "62 KB of marks": "\u0315\u0336".repeat(15_500),
  "62 KB of letters": "a".repeat(62_000),
  "62 KB of line breaks": "\n".repeat(62_000),
  "62 KB of lines": " \n".repeat(31_000),
  "62 KB of spaces": `${" ".repeat(61_000)}x`,
  "62 KB of brackets": "(".repeat(62_000),
  "what grows most when composed": "\ufdfa".repeat(20_000),
  "an address with 20,000 foreign letters": `https://${"ё".repeat(30_000)}/`,
  "an address with 900 foreign letters": `https://${"ёа".repeat(450)}/`,
};
