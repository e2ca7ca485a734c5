import { useWords } from "#app/copy/words.ts";
import type { Decided, Opened } from "#app/data/lotteries/proofs.server.ts";
import { listText, totalWeight } from "#app/domain/draw/draw.ts";
import { opensslCheck, pythonCheck, type Checkable } from "#app/domain/draw/proof.ts";
import { CommitmentHashes } from "#app/ui/lottery/commitment.tsx";
import { ExactText } from "#app/ui/exact-text.tsx";

/** One draw step by step, with every value that went into it, as far as the list still exists. */
export function ProofSteps({ proof }: { proof: Opened }) {
  const words = useWords();
  const { terms, commitment, seed, word, candidates, decided } = proof;
  return (
    <ol className="proof-steps">
      <li>
        <p>{words("proof.step-commit")}</p>
        <CommitmentHashes commitment={commitment} />
      </li>
      <li>
        <p>{words("proof.step-word")}</p>
        <ExactText label={words("proof.word")} of={word || words("proof.no-word")} />
        <ExactText label={words("proof.word-hash")} of={terms.wordHash} />
      </li>
      <li>
        <p>{words("proof.step-seed")}</p>
        <ExactText label={words("proof.seed")} of={seed} />
      </li>
      {candidates.length === 0 ? null : (
        <li>
          <p>{words(decided ? "proof.step-list" : "proof.step-list-left")}</p>
          <ExactText label={words("proof.list")} of={listText(candidates)} />
        </li>
      )}
      {decided ? <Decision {...{ decided, candidates }} /> : null}
    </ol>
  );
}

function Decision({ decided, candidates }: { decided: Decided; candidates: Opened["candidates"] }) {
  const words = useWords();
  const { position, ticket, tries } = decided;
  const last = tries.at(-1)!;
  return (
    <>
      <li>
        <p>{words("proof.step-hmac", { tries: tries.length })}</p>
        {tries.map(({ message, hmac }, counter) => (
          <div key={counter}>
            <ExactText label={words("proof.message")} of={message} />
            <ExactText label={words("proof.hmac")} of={hmac} />
          </div>
        ))}
      </li>
      <li>
        <p>{words("proof.step-ticket")}</p>
        <ExactText
          label={words("proof.arithmetic")}
          of={`0x${last.hmac.slice(0, 16)} = ${last.number}\n${last.number} mod ${totalWeight(candidates)} = ${ticket}`}
        />
        <p>{words("proof.step-winner", { ticket, position })}</p>
      </li>
    </>
  );
}

/** How to check a draw on one's own computer; `tries` is how many HMACs it took. */
export function OwnCheck({ of, tries }: { of: Checkable; tries: number }) {
  const words = useWords();
  return (
    <details>
      <summary>{words("proof.yourself")}</summary>
      <p>{words("proof.openssl")}</p>
      <ExactText label={words("proof.openssl-name")} of={opensslCheck(of, tries - 1)} />
      <p>{words("proof.python")}</p>
      <ExactText label={words("proof.python-name")} of={pythonCheck(of)} />
    </details>
  );
}
