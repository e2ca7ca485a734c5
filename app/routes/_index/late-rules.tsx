import { type ComponentProps, useContext } from "react";
import { paths } from "#app/paths.ts";
import { HatRuleFields } from "#app/ui/lottery/hat-rule-fields.tsx";
import { PageWords } from "#app/ui/page-words.ts";

/** The rules of a hat, which say what the page of a lottery says: whoever creates one needs its words next. */
export function LateRules(rules: ComponentProps<typeof HatRuleFields>) {
  const missing = useContext(PageWords)(paths.lottery(""));
  // React's way to wait, as that of lazy(). Where nothing comes, what the server has sent stays as it is, and works.
  // oxlint-disable-next-line typescript/only-throw-error
  if (missing) throw missing.catch(() => new Promise(() => {}));
  return <HatRuleFields {...rules} />;
}
