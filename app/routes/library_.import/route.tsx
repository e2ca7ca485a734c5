import type { ActionFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { IMPORT_SHAPE } from "#app/domain/importing/import-input.ts";
import { readUpload } from "#app/http/read-upload.server.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { submitKeyForPage } from "#app/http/single-use.server.ts";
import { paths } from "#app/paths.ts";
import { Alert } from "#app/ui/alert.tsx";
import { offlineFallback } from "#app/ui/forms/offline-fallback.ts";
import type { TitleHandle } from "#app/ui/title.ts";
import { UnconfirmedNote } from "#app/ui/forms/unconfirmed-note.tsx";
import { visitorToSave } from "#app/visitor/visitor.server.ts";
import { fallback } from "./form-answer.ts";
import { ImportForm } from "./import-form.tsx";
import { look } from "./submission.server.ts";

export function loader() {
  return { submitKey: submitKeyForPage() };
}

export async function action({ request }: ActionFunctionArgs) {
  const upload = await readUpload(request, IMPORT_SHAPE);
  const options = { language: await languageOf(request), signal: request.signal };
  return look(upload, await visitorToSave(request), options);
}

export const clientAction = offlineFallback(fallback);

export const handle: TitleHandle = { title: (words) => words("import.title") };

export default function LibraryImport() {
  const { submitKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const words = useWords();
  return (
    <>
      <div className="page-head">
        <h1>{words("import.title")}</h1>
        <p className="page-lead">{words("import.lead")}</p>
      </div>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.conflict ? <Alert>{words("import.conflict")}</Alert> : null}
      <ImportForm submitKey={submitKey} answer={answer} />
      <details className="prose">
        <summary>{words("import.where")}</summary>
        <ul>
          {(["letterboxd", "imdb", "own"] as const).map((from) => (
            <li key={from}>{words(`import.where-${from}`)}</li>
          ))}
        </ul>
      </details>
      <nav className="page-commands">
        <Link to={paths.library}>{words("import.back")}</Link>
      </nav>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
