import { useWords } from "#app/copy/words.ts";
import type { Proof } from "#app/data/draws.server.ts";
import { listText, totalWeight } from "#app/domain/draw.ts";
import { opensslCheck, pythonCheck } from "#app/domain/proof.ts";
import { CommitmentHashes } from "#app/ui/commitment.tsx";
import { MovieName } from "#app/ui/movie-name.tsx";
import { BrowserCheck } from "./browser-check.tsx";
import { Text } from "./text.tsx";

/** One draw, step by step, with every value that went into it. */
export function ProofSteps({ proof }: { proof: Proof }) {
  const words = useWords();
  const { terms, commitment, seed, word, candidates, tries, ticket } = proof;
  const winner = candidates.find(({ position }) => position === proof.winner)!;
  const checkable = { terms, seedHash: commitment.seedHash, seed, word, candidates };
  const last = tries.at(-1)!;
  const id = `draw-${terms.number}`;
  return (
    <section className="panel proof" aria-labelledby={id}>
      <h2 id={id}>{words("proof.draw", { number: terms.number })}</h2>
      <p className="proof-winner">
        {words("proof.winner")} <MovieName title={winner.title} year={winner.year} />
      </p>
      {commitment.reason ? (
        <p dir="auto">{words("redraw.because", { number: terms.number, reason: commitment.reason })}</p>
      ) : null}
      <BrowserCheck proof={checkable} winner={proof.winner} />
      <ol className="steps">
        <li>
          <p>{words("proof.step-commit")}</p>
          <CommitmentHashes commitment={commitment} />
        </li>
        <li>
          <p>{words("proof.step-word")}</p>
          <Text label={words("proof.word")} of={word || words("proof.no-word")} />
          <Text label={words("proof.word-hash")} of={terms.wordHash} />
        </li>
        <li>
          <p>{words("proof.step-seed")}</p>
          <Text label={words("proof.seed")} of={seed} />
        </li>
        <li>
          <p>{words("proof.step-list")}</p>
          <Text label={words("proof.list")} of={listText(candidates)} />
        </li>
        <li>
          <p>{words("proof.step-hmac", { tries: tries.length })}</p>
          {tries.map(({ message, hmac }, counter) => (
            <div key={counter} className="try">
              <Text label={words("proof.message")} of={message} />
              <Text label={words("proof.hmac")} of={hmac} />
            </div>
          ))}
        </li>
        <li>
          <p>{words("proof.step-ticket")}</p>
          <Text
            label={words("proof.arithmetic")}
            of={`0x${last.hmac.slice(0, 16)} = ${last.number}\n${last.number} mod ${totalWeight(candidates)} = ${ticket}`}
          />
          <p>{words("proof.step-winner", { ticket, position: winner.position })}</p>
        </li>
      </ol>
      <details>
        <summary>{words("proof.yourself")}</summary>
        <p>{words("proof.openssl")}</p>
        <Text label={words("proof.openssl-name")} of={opensslCheck(checkable, tries.length - 1)} />
        <p>{words("proof.python")}</p>
        <Text label={words("proof.python-name")} of={pythonCheck(checkable)} />
      </details>
    </section>
  );
}
