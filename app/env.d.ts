declare module "*.json?lingui" {
  import type { Messages } from "@lingui/core";
  export const messages: Messages;
}

/** The address of a module that is bundled to be run in a thread of its own. */
declare module "*?thread" {
  const url: string;
  export default url;
}
