export type Message = {
  /** The letter of its type; empty for the first message of a client, which has none. */
  type: string;
  /** The text of a statement, where the message carries one. */
  sql: string;
};

const STATEMENT = /^[PQ]$/;

/** Cuts a byte stream of PostgreSQL's protocol into messages; bytes of an unfinished one wait for the next call. */
export function messageReader({ fromClient }: { fromClient: boolean }) {
  let rest = Buffer.alloc(0);
  let greeted = !fromClient;

  return (chunk: Buffer): Message[] => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const head = greeted ? 1 : 0;
      if (rest.length < head + 4) return messages;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return messages;
      const type = greeted ? String.fromCharCode(rest[0]!) : "";
      const sql = fromClient && STATEMENT.test(type) ? rest.toString("utf8", 5, end) : "";
      messages.push({ type, sql });
      greeted = true;
      rest = rest.subarray(end);
    }
  };
}
