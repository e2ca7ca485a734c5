import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { invitePage } from "#app/data/club/reads.server.ts";
import { join } from "#app/data/club/writes.server.ts";
import { isToken, type Unwelcome } from "#app/domain/club/club.ts";
import { firstNameInput, JOIN_SHAPE } from "#app/domain/club/club-input.ts";
import { refuse, seeOther, unsavedStatus } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { paths } from "#app/paths.ts";
import { offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { newVisitor, visitorCookieOf, visitorOf, visitorToSave } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";
import { answerTo } from "./form-answer.ts";
import { JoinForm } from "./join-form.tsx";
import { NotWelcome } from "./not-welcome.tsx";

/** What a link answers that lets nobody in: gone for good, full for now, or nothing to do. */
const STATUS: Record<Unwelcome, number> = {
  used: 410,
  expired: 410,
  revoked: 410,
  full: 409,
  member: 200,
  many: 409,
};

/** Only says what one joins: programs that make previews of links open it too. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isToken(params.token)) throw refuse({ reason: "not-found" });
  const visitor = (await visitorOf(request)) ?? newVisitor();
  const { value, source } = await invitePage({ token: params.token, visitor });
  if (!value) throw refuse({ reason: source === "default" ? "away" : "not-found" });
  return data(value, { status: value.refused ? STATUS[value.refused] : 200 });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, JOIN_SHAPE);
  const { token } = params;
  if (!isToken(token)) throw refuse({ reason: "not-found" });
  const { visitor, known, cookie } = await visitorToSave(request);
  const headers: HeadersInit = cookie ? { "Set-Cookie": cookie } : {};
  if (!known) return data(answerTo(form, { unsaved: "no-cookie" }), { status: 403, headers });
  const input = firstNameInput().safeParse(Object.fromEntries(form));
  if (!input.success) {
    const problems = input.error.issues.map(({ message }) => message);
    return data(answerTo(form, { problems }), { status: 422 });
  }
  const { firstName } = input.data;
  const result = await withinQuota({ kind: "club", form, visitorId: visitor.id }, () =>
    join({ token, firstName, visitor }),
  );
  if (!result.ok) {
    return data(answerTo(form, { unsaved: result.saved }), { status: unsavedStatus(result.saved), headers });
  }
  if (!result.value) throw refuse({ reason: "not-found" });
  if (result.value.kind === "refused") {
    return data(answerTo(form, { refused: result.value.why }), {
      status: STATUS[result.value.why],
      headers,
    });
  }
  const { deviceId: id, clubId, arriving } = result.value;
  const { voterId } = visitor;
  const joinedAs = await visitorCookieOf({ id, clubId, voterId });
  return seeOther(paths.library, joinedAs, await notify(arriving ? "joined-arriving" : "joined"));
}

export const clientAction = offlineFallback((form) => answerTo(form, { unsaved: "unknown" }));

export const handle: TitleHandle = { title: (words) => words("join.title") };

// Only people who were sent the link should find it; robots.txt would keep out those who make previews as well.
export const meta: MetaFunction = () => [{ name: "robots", content: "noindex" }];

export default function Join() {
  const welcome = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = answer?.refused ?? welcome.refused;
  if (refused) return <NotWelcome why={refused} />;
  return <JoinForm welcome={welcome} answer={answer} />;
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
