import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import { lotteryPage, proofPage } from "#app/data/pages.server.ts";
import { isId } from "#app/domain/lottery.ts";
import { refuse } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";
import { CommitmentHashes } from "#app/ui/commitment.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import type { TitleHandle } from "#app/ui/title.ts";
import { ProofSteps } from "./steps.tsx";

export async function loader({ params }: LoaderFunctionArgs) {
  if (!isId(params.id)) throw refuse({ reason: "not-found" });
  const [lottery, proofs] = await Promise.all([
    lotteryPage({ lotteryId: params.id }),
    proofPage({ lotteryId: params.id }),
  ]);
  if (!lottery.value) throw refuse({ reason: lottery.source === "default" ? "away" : "not-found" });
  if (lottery.value.draw && proofs.source === "default") throw refuse({ reason: "away" });
  const { id, name, open, draws } = lottery.value;
  const older = draws.some(({ commitment }) => commitment === null);
  const fresh = { source: lottery.source, asOf: lottery.asOf };
  return { lottery: { id, name, open, older }, proofs: proofs.value, fresh, now: Date.now() };
}

export const handle: TitleHandle = { title: (words) => words("proof.title") };

export default function Proof() {
  const { lottery, proofs, fresh, now } = useLoaderData<typeof loader>();
  const words = useWords();
  return (
    <>
      <div className="hero">
        <h1>{words("proof.title")}</h1>
        <p className="lead" dir="auto">
          <Link to={paths.lottery(lottery.id)}>{lottery.name ?? words("lottery.untitled")}</Link>
        </p>
      </div>
      <Freshness of={fresh} now={now} missing="error.away.text" />
      <p className="prose">{words("proof.lead")}</p>
      {lottery.open ? (
        <section className="panel proof">
          <h2>{words("proof.open", { number: lottery.open.number })}</h2>
          <p>{words("proof.open-text")}</p>
          <CommitmentHashes commitment={lottery.open} />
        </section>
      ) : null}
      {proofs.toReversed().map((proof) => (
        <ProofSteps key={proof.terms.number} proof={proof} />
      ))}
      {lottery.older ? <p className="prose">{words("proof.older")}</p> : null}
      <section className="prose">
        <h2>{words("proof.limits")}</h2>
        <ul>
          <li>{words("proof.limit-seen")}</li>
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
