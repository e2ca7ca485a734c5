import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { ENTRIES_MIN } from "#app/domain/lottery/lottery.ts";
import { paths } from "#app/paths.ts";
import { Freshness } from "#app/ui/freshness.tsx";
import { Spoken } from "#app/ui/spoken.tsx";
import type { SaidNotice } from "#app/visitor/notices.ts";
import type { PageData } from "../page-data.server.ts";
import type { DrawState } from "#app/ui/lottery/reveal/draw-state.ts";
import { Share } from "../sharing/share.tsx";
import { CloseForm } from "./close-form.tsx";
import { Films } from "./films.tsx";
import type { HatAnswer } from "./hat-answer.ts";
import type { HatParts } from "./hat-parts.ts";
import { Out } from "./out.tsx";
import { Refusal } from "./refusal.tsx";
import { RulesForm } from "./rules-form.tsx";
import { SuggestForm } from "./suggest-form.tsx";
import { useKeyOfForm } from "./use-key-of-form.ts";
import { useMoment, useShut } from "./use-shut.ts";

/** A lottery that friends are filling: what is in the hat, and the ways to put more in, until it is closed. */
export function HatPage({
  loaded,
  lottery,
  drawState,
  told,
  answer,
}: {
  loaded: PageData;
  /** As loaded, or newer. */
  lottery: PageData["lottery"];
  drawState: DrawState;
  told: SaidNotice | null;
  answer: HatAnswer | undefined;
}) {
  const words = useWords();
  const { title, mine, stranger, fresh, link, now } = loaded;
  const { id, entries, hat } = lottery;
  const shut = useShut(hat?.closesAt ?? null, loaded.hat?.shut ?? false);
  const moment = useMoment(hat?.closesAt ?? null);
  const submitKey = useKeyOfForm(loaded.hat?.submitKey ?? "");
  if (!hat || !loaded.hat) return null;
  const parts: HatParts = { loaded: { ...loaded, hat: loaded.hat }, hat, answer };
  const count = entries.length;
  return (
    <>
      <div className="page-head lottery-head">
        <h1 dir="auto">
          <Spoken text={title} />
        </h1>
        <p className="page-lead" role="status">
          {words("hat.count", { count })}
        </p>
        {shut || !moment ? null : <p>{words("hat.closes", { when: moment })}</p>}
        {told ? (
          <p className="lottery-told" role="status">
            {told.text}
          </p>
        ) : null}
      </div>
      <Freshness of={fresh} now={now} missing="error.away.text" />
      {stranger ? <p className="aside-note">{words("lottery.no-cookie")}</p> : null}
      <Refusal answer={answer} cap={hat.cap} />
      <div className="hat-page">
        {shut ? (
          <section className="panel hat-part">
            <h2>{words("hat.over")}</h2>
            {count < ENTRIES_MIN ? <p>{words("hat.over-few")}</p> : <CloseForm id={id} over />}
          </section>
        ) : (
          <SuggestForm key={submitKey} submitKey={submitKey} {...parts} />
        )}
        <Films {...parts} drawState={drawState} shut={shut} />
        {mine ? (
          <section className="panel hat-part">
            <RulesForm key={hat.version} {...parts} />
            {shut || count < ENTRIES_MIN ? null : <CloseForm id={id} />}
          </section>
        ) : null}
        <Share {...{ id, title, link, count }} collecting />
      </div>
      <Out films={hat.out} />
      <nav className="page-commands">
        <a href={paths.lottery(id)}>{words("hat.look")}</a>
        <Link to={paths.tvView(id)}>{words("reveal.tv")}</Link>
        <Link to={paths.home}>{words("lottery.another")}</Link>
        {mine ? <Link to={paths.lotteryDeletion(id)}>{words("lottery.delete")}</Link> : null}
      </nav>
    </>
  );
}
