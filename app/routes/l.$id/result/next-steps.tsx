import type { ReactNode } from "react";
import { Form } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { Entry } from "#app/domain/lottery/lottery.ts";
import { paths } from "#app/paths.ts";
import { ShareLink, ShareResult } from "../sharing/share.tsx";
import { type AskedEvening, EveningForm } from "./evening-form.tsx";

/** What people do once the film is chosen: set the evening, keep the film, tell the others, say that it was watched. */
export function NextSteps({
  id,
  title,
  link,
  winner,
  evening,
  children,
}: {
  id: string;
  title: string;
  link: string;
  winner: Entry;
  evening: AskedEvening;
  /** What the club alone can do. */
  children: ReactNode;
}) {
  const words = useWords();
  return (
    <div className="next-steps after-reveal">
      <EveningForm lotteryId={id} asked={evening} />
      <div className="next-commands">
        <ShareResult {...{ id, title, link }} />
        <Form method="post" action={paths.library}>
          <input type="hidden" name="form" value="keep" />
          <input type="hidden" name="lottery" value={id} />
          <button name="entry" value={winner.position} className="button">
            {words("library.add-button")}
          </button>
        </Form>
        {children}
      </div>
      <ShareLink link={link} />
    </div>
  );
}
