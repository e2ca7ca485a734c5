import { useWords } from "#app/copy/words.ts";
import type { Commitment } from "#app/domain/lottery/lottery.ts";

/** The two hashes that the server bound itself to. */
export function CommitmentHashes({ commitment }: { commitment: Commitment }) {
  const words = useWords();
  return (
    <dl className="commitment-hashes">
      <dt>{words("fair.seed-hash")}</dt>
      <dd>
        <code dir="ltr">{commitment.seedHash}</code>
      </dd>
      <dt>{words("fair.list-hash")}</dt>
      <dd>
        <code dir="ltr">{commitment.listHash}</code>
      </dd>
    </dl>
  );
}
