import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { TitleHandle } from "#app/ui/title.ts";
import { aboutPage, type Credit } from "./about.server.ts";
import tmdbLogo from "./tmdb.svg";

export function loader({ request }: LoaderFunctionArgs) {
  return aboutPage(request);
}

export const handle: TitleHandle = { title: (_, data) => (data as Awaited<ReturnType<typeof loader>>).title };

export default function About() {
  const { title, lead, fair, kept, films, licences } = useLoaderData<typeof loader>();
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        <p className="page-lead">{lead}</p>
      </div>
      <section className="prose">
        <h2>{fair.title}</h2>
        <p>{fair.text}</p>
      </section>
      <section className="prose" id="stored">
        <h2>{kept.title}</h2>
        <p>{kept.text}</p>
        <ul>
          {kept.all.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </section>
      <section className="prose">
        <h2>{films.title}</h2>
        <p>{films.text}</p>
        <ul>
          {films.credits.map((credit) => (
            <CreditLine key={credit.name} credit={credit} />
          ))}
        </ul>
      </section>
      <nav className="page-commands">
        {/* Of the build, and no page of the app. */}
        <a href="/build/licenses.txt">{licences}</a>
      </nav>
    </>
  );
}

function CreditLine({ credit: { name, text, notice, at } }: { credit: Credit }) {
  return (
    <li>
      <a href={at} rel="noreferrer">
        {name}
      </a>
      {". "}
      {text}
      {notice ? (
        <p className="prose" lang="en">
          <img src={tmdbLogo} alt="" width={64} height={48} />
          {notice}
        </p>
      ) : null}
    </li>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
