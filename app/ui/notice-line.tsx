import { Form, useLocation } from "@remix-run/react";
import { paths } from "#app/paths.ts";
import type { SaidNotice } from "#app/visitor/notices.ts";
import { Spoken } from "./spoken.tsx";

/** What was done before this page, in a sentence, and what can be done about it. */
export function NoticeLine({ notice: { text, link, undo, button } }: { notice: SaidNotice }) {
  const { search } = useLocation();
  return (
    <div className="notice">
      <p role="status">
        <Spoken text={text} /> {link ? <a href={`${paths.club}#recovery`}>{link}</a> : null}
      </p>
      {undo ? (
        // The list is the one that it was removed from.
        <Form method="post" action={`${paths.trash}${search}`}>
          <input type="hidden" name="removal" value={undo} />
          <button className="text-button link">{button}</button>
        </Form>
      ) : null}
    </div>
  );
}
