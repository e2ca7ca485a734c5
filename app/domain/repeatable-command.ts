/** The commands that a page offers to send again when their outcome is not known, by what their button says. */
export type Command =
  | "draw"
  | "delete"
  | "keep"
  | "watched"
  | "remove"
  | "put-back"
  | "empty"
  | "complete"
  | "leave"
  | "revoke"
  | "hat"
  | "end-poll"
  | "renew-link";
