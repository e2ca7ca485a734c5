import type { ActionFunctionArgs } from "@remix-run/node";
import { useWords } from "#app/copy/words.ts";
import { clearTrash } from "#app/data/library/writes.server.ts";
import { NO_FIELDS } from "#app/domain/form-shape.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { refuse, seeOther, type Repeat } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths } from "#app/paths.ts";
import { Confirm } from "#app/ui/forms/confirm.tsx";
import { offlineFallback, repeat } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, NO_FIELDS);
  const visitor = await visitorOf(request);
  if (!visitor) throw refuse({ reason: "not-found" });
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    clearTrash({ clubId: visitor.clubId }),
  );
  if (!result.ok) {
    const again: Repeat<Command> = { action: paths.trashEmptying, fields: {}, label: "empty" };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  return seeOther(paths.trash, await notify("trash-emptied"));
}

export const clientAction = offlineFallback(repeat("empty"));

export const handle: TitleHandle = { title: (words) => words("trash.empty-title") };

export default function TrashEmptying() {
  const words = useWords();
  return (
    <Confirm
      title={words("trash.empty-title")}
      text={words("trash.empty-text")}
      yes={words("trash.empty-yes")}
      no={{ to: paths.trash, label: words("trash.empty-no") }}
    />
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
