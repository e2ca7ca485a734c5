import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { clubPage, devicePage } from "#app/data/club/reads.server.ts";
import { expel, leave } from "#app/data/club/writes.server.ts";
import { isDeviceId } from "#app/domain/club/club.ts";
import { NO_FIELDS } from "#app/domain/form-shape.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { refuse, seeOther, type Repeat } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths } from "#app/paths.ts";
import { Confirm } from "#app/ui/forms/confirm.tsx";
import { offlineFallback, repeat } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { membership } from "#app/visitor/membership.server.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { leaversCookie, visitorOf, wasRemoved } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const visitor = await visitorOf(request);
  const id = params.deviceId;
  if (!isDeviceId(id) || !visitor) throw refuse({ reason: "not-found" });
  const { clubId } = visitor;
  if (id === visitor.id) {
    const { value: club } = await clubPage({ clubId });
    const last = club !== null && !club.recoverable && club.devices.every((device) => device.id === id);
    return { leaving: true, last, name: "" };
  }
  const { value, source } = await devicePage({ clubId, deviceId: id });
  if (!value) throw refuse({ reason: source === "default" ? "away" : "not-found" });
  return { leaving: false, last: false, name: value.firstName };
}

export async function action({ request, params }: ActionFunctionArgs) {
  await readForm(request, NO_FIELDS);
  const visitor = await visitorOf(request);
  const id = params.deviceId;
  if (!isDeviceId(id)) throw refuse({ reason: "not-found" });
  // Pressed again after a lost answer: this browser has left already.
  if (!visitor && (await wasRemoved(request))) return left(request);
  if (!visitor) throw refuse({ reason: "not-found" });
  const leaving = id === visitor.id;
  const who = { deviceId: id, clubId: visitor.clubId };
  const form = new URLSearchParams();
  const result = await withinQuota({ kind: "club", form, visitorId: visitor.id }, async () => {
    if (!leaving) return expel(who);
    const written = await leave(who);
    return written.ok ? { ok: true as const, value: true } : written;
  });
  if (!result.ok) {
    const label = leaving ? "leave" : "remove";
    const again: Repeat<Command> = { action: paths.deviceRemoval(id), fields: {}, label };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  if (!result.value) throw refuse({ reason: "not-found" });
  membership().removed(id);
  return leaving ? left(request) : seeOther(paths.club, await notify("device-removed"));
}

async function left(request: Request): Promise<Response> {
  return seeOther(paths.home, await leaversCookie(request), await notify("left-club"));
}

export const clientAction = offlineFallback(repeat("remove"));

export const handle: TitleHandle = {
  title: (words, data) => words((data as Loaded).leaving ? "club.leave-title" : "club.remove-title"),
};

type Loaded = Awaited<ReturnType<typeof loader>>;

export default function DeviceRemoval() {
  const { leaving, last, name } = useLoaderData<typeof loader>();
  const words = useWords();
  const kind = leaving ? "leave" : "remove";
  const text = words(`club.${kind}-text`);
  return (
    <Confirm
      title={words(`club.${kind}-title`)}
      {...(name && { subject: name })}
      text={last ? `${text} ${words("club.leave-last")}` : text}
      yes={words(`club.${kind}-yes`)}
      no={{ to: paths.club, label: words(`club.${kind}-no`) }}
    />
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
