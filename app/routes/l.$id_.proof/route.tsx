import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { lotteryPage, proofPage } from "#app/data/lotteries/reads.server.ts";
import { readDrawNumber } from "#app/domain/draw/draw-input.ts";
import { isLotteryId } from "#app/domain/lottery/lottery.ts";
import { remainsOf } from "#app/domain/draw/remains.ts";
import { refuse } from "#app/http/answer.ts";
import { momentOfPage } from "#app/http/single-use.server.ts";
import { paths } from "#app/paths.ts";
import { lotteryTitles } from "#app/sharing/lottery-titles.server.ts";
import { useAge } from "#app/ui/age.tsx";
import { CommitmentHashes } from "#app/ui/lottery/commitment.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { Spoken } from "#app/ui/spoken.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { OtherDraws, ProvenDraw } from "./proven-draw.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isLotteryId(params.id)) throw refuse({ reason: "not-found" });
  const number = readDrawNumber(new URL(request.url).searchParams.get("draw"));
  const [lottery, proof] = await Promise.all([
    lotteryPage({ lotteryId: params.id }),
    proofPage({ lotteryId: params.id, number }),
  ]);
  if (!lottery.value) throw refuse({ reason: lottery.missing });
  const { id, open, draw } = lottery.value;
  if (draw && proof.source === "default") throw refuse({ reason: "away" });
  if (number !== null && number !== open?.number && !proof.value) throw refuse({ reason: "not-found" });
  const fresh = { source: lottery.source, asOf: lottery.asOf };
  const remains = remainsOf(lottery.value);
  const title = (await lotteryTitles(request))(lottery.value);
  return {
    lottery: { id, title, open, remains },
    proof: proof.value,
    fresh,
    now: momentOfPage(),
  };
}

export const handle: TitleHandle = { title: (words) => words("proof.title") };

export default function Proof() {
  const { lottery, proof, fresh, now } = useLoaderData<typeof loader>();
  const { open, remains } = lottery;
  const words = useWords();
  const age = useAge();
  return (
    <>
      <div className="page-head">
        <h1>{words("proof.title")}</h1>
        <p className="page-lead" dir="auto">
          <Link to={paths.lottery(lottery.id)}>
            <Spoken text={lottery.title} />
          </Link>
        </p>
      </div>
      <Freshness of={fresh} now={now} missing="error.away.text" />
      <p className="prose">{words("proof.lead")}</p>
      {remains === "whole" ? null : <p className="prose proof-gap">{words(`proof.list-${remains}`)}</p>}
      {open ? (
        <section className="panel proof">
          <h2>{words("proof.open", { number: open.number })}</h2>
          {open.renewedAt === null ? null : (
            <p className="proof-gap">{words("proof.renewed", { when: age(open.renewedAt, now) })}</p>
          )}
          <p>{words("proof.open-text")}</p>
          <CommitmentHashes commitment={open} />
        </section>
      ) : null}
      {proof ? (
        <>
          <ProvenDraw proof={proof} now={now} />
          <OtherDraws lotteryId={lottery.id} proof={proof} />
        </>
      ) : null}
      <section className="prose">
        <h2>{words("proof.limits")}</h2>
        <ul>
          <li>{words("proof.limit-seen")}</li>
          <li>{words("proof.limit-first")}</li>
          <li>{words("proof.limit-blank")}</li>
          <li>{words("proof.limit-word")}</li>
          <li>{words("proof.limit-list")}</li>
          <li>{words("proof.limit-again")}</li>
        </ul>
      </section>
      <nav className="page-commands">
        <Link to={paths.lottery(lottery.id)}>{words("draw.back")}</Link>
      </nav>
    </>
  );
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
