import { useWords } from "#app/copy/words.ts";
import type { Proof } from "#app/data/lotteries/proofs.server.ts";
import { paths } from "#app/paths.ts";
import { useAge } from "#app/ui/age.tsx";
import { MovieName } from "#app/ui/film/movie-name.tsx";
import { BrowserCheck } from "./browser-check.tsx";
import { OwnCheck, ProofSteps } from "./steps.tsx";

/** One draw that was made: its winner, and how it can be checked, or why it cannot. */
export function ProvenDraw({ proof, now }: { proof: Proof; now: number }) {
  const words = useWords();
  const { number, film } = proof;
  const id = `draw-${number}`;
  return (
    <section className="panel proof" aria-labelledby={id}>
      <h2 id={id}>{words("proof.draw", { number })}</h2>
      <p className="proof-winner">
        {words("proof.winner")}{" "}
        {film ? <MovieName title={film.title} year={film.year} /> : words("proof.winner-lost")}
      </p>
      {proof.unproven ? (
        <p className="proof-gap">{words(`proof.${proof.unproven}`)}</p>
      ) : (
        <Check proof={proof} now={now} />
      )}
    </section>
  );
}

/** Plain links, because each draw is a document of its own. */
export function OtherDraws({ lotteryId, proof }: { lotteryId: string; proof: Proof }) {
  const words = useWords();
  const { previous, next } = proof;
  if (previous === null && next === null) return null;
  return (
    <p className="pager">
      {[previous, next].map((number) =>
        number === null ? null : (
          <a key={number} className="button" href={paths.proofOf(lotteryId, String(number))}>
            {words("proof.draw", { number })}
          </a>
        ),
      )}
    </p>
  );
}

function Check({ proof, now }: { proof: Extract<Proof, { unproven: null }>; now: number }) {
  const words = useWords();
  const age = useAge();
  const { number, film, terms, commitment, seed, word, candidates, decided } = proof;
  const { reason, seedHash, renewedAt } = commitment;
  const checkable = { terms, seedHash, seed, word, candidates };
  return (
    <>
      {reason ? <p dir="auto">{words("proof.because", { number, reason })}</p> : null}
      {renewedAt === null ? null : (
        <p className="proof-gap">{words("proof.renewed", { when: age(renewedAt, now) })}</p>
      )}
      {decided ? (
        <BrowserCheck proof={checkable} winner={film?.position ?? null} />
      ) : (
        <p className="proof-gap">{words(candidates.length > 0 ? "proof.changed" : "proof.films-lost")}</p>
      )}
      {decided && film && decided.position !== film.position ? (
        <p className="proof-gap">{words("proof.other-film", { position: decided.position })}</p>
      ) : null}
      <ProofSteps proof={proof} />
      {decided ? <OwnCheck of={checkable} tries={decided.tries.length} /> : null}
    </>
  );
}
