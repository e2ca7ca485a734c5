import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { paths } from "#app/paths.ts";
import { useHeadingFocus } from "./page-focus.ts";

/** For people who have a page open when what it shows is deleted. */
export function Deleted({ title, text }: { title: string; text: string }) {
  const words = useWords();
  useHeadingFocus();
  return (
    <section className="message-page" role="alert">
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <Link className="button" to={paths.home}>
          {words("error.back")}
        </Link>
      </p>
    </section>
  );
}
