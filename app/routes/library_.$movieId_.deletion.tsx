import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import * as z from "zod";
import { useWords } from "#app/copy/words.ts";
import { removeMovies } from "#app/data/library/writes.server.ts";
import { moviePage } from "#app/data/library/reads.server.ts";
import type { Command } from "#app/domain/repeatable-command.ts";
import { REMOVAL_SHAPE } from "#app/domain/film/movie-input.ts";
import { isId } from "#app/domain/lottery/lottery.ts";
import { TRASH_DAYS } from "#app/domain/library/trash.ts";
import { refuse, seeOther, type Repeat } from "#app/http/answer.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { submitKeyForPage } from "#app/http/single-use.server.ts";
import { paths } from "#app/paths.ts";
import { Confirm } from "#app/ui/forms/confirm.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { repeat, offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";
import { visitorOf } from "#app/visitor/visitor.server.ts";
import { withinQuota } from "#app/visitor/write-quota.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isId(params.movieId)) throw refuse({ reason: "not-found" });
  const visitor = await visitorOf(request);
  const { value, source } = await moviePage({ clubId: visitor?.clubId ?? null, movieId: params.movieId });
  if (!value) throw refuse({ reason: source === "default" ? "away" : "not-found" });
  return { id: value.id, title: value.title, removalKey: submitKeyForPage() };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request, REMOVAL_SHAPE);
  const visitor = await visitorOf(request);
  const { movieId } = params;
  if (!isId(movieId) || !visitor) throw refuse({ reason: "not-found" });
  const removal = z.uuid().catch(randomUUID()).parse(form.get("submitKey"));
  const result = await withinQuota({ kind: "change", form, visitorId: visitor.id }, () =>
    removeMovies({ clubId: visitor.clubId, ids: [movieId], removal }),
  );
  if (!result.ok) {
    const fields = Object.fromEntries(form);
    const again: Repeat<Command> = { action: paths.movieDeletion(movieId), fields, label: "remove" };
    throw refuse({ reason: "unconfirmed", saved: result.saved, again });
  }
  // Pressing twice, or again after a lost answer, has the same result.
  const notice = result.value.removed
    ? await notify("movie-removed", form.get("title") ?? "", { undo: removal })
    : await notify("movie-gone");
  return seeOther(`${paths.library}${new URL(request.url).search}`, notice);
}

export const clientAction = offlineFallback(repeat("remove"));

export const handle: TitleHandle = {
  title: (words, data) => words("movie.remove-title", data as Awaited<ReturnType<typeof loader>>),
};

export default function MovieDeletion() {
  const { id, title, removalKey } = useLoaderData<typeof loader>();
  const words = useWords();
  const { search } = useLocation();
  return (
    <Confirm
      title={words("movie.remove-title", { title })}
      text={words("movie.remove-text", { days: TRASH_DAYS })}
      yes={words("movie.remove-yes")}
      no={{ to: `${paths.movie(id)}${search}`, label: words("movie.remove-no") }}
      fields={{ title, submitKey: removalKey }}
    />
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
