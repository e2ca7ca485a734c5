import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { Draw, Lottery } from "#app/domain/lottery/lottery.ts";
import { paths } from "#app/paths.ts";
import { CommitmentHashes } from "#app/ui/lottery/commitment.tsx";

/** What the server has bound itself to before the next draw, and the way to the proof of those made. */
export function Fairness({ lottery }: { lottery: Pick<Lottery, "id" | "open" | "draw"> }) {
  const words = useWords();
  const { id, open, draw } = lottery;
  return (
    <section className="fairness" aria-labelledby="fairness-title">
      <h2 id="fairness-title">{words("fair.title")}</h2>
      {open ? (
        <>
          <p>{words("fair.open")}</p>
          <CommitmentHashes commitment={open} />
        </>
      ) : null}
      {draw ? <p>{words(`fair.${stateOf(draw)}`)}</p> : null}
      {/* Another paragraph, so that it appears in its place instead of moving there. */}
      <p key={draw ? "check" : "how"}>
        <Link to={paths.proof(id)}>{words(draw ? "fair.check" : "fair.how")}</Link>
      </p>
    </section>
  );
}

function stateOf({ unproven, commitment }: Draw): "drawn" | "changed" | "lost" | "older" {
  return unproven ?? (commitment?.intact === false ? "changed" : "drawn");
}
