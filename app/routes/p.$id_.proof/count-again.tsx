import { useEffect, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import { ballotsText } from "#app/domain/poll/ballot.ts";
import { fromHex, toHex } from "#app/domain/draw/draw.ts";
import { countPoll } from "#app/domain/poll/poll-count.ts";
import { lotsOf } from "#app/domain/poll/poll-lot.ts";
import type { PollRecord } from "#app/domain/poll/poll-proof.ts";
import { paths } from "#app/paths.ts";
import { useHydrated } from "#app/ui/use-hydrated.ts";

type Verdict = "checking" | "right" | "wrong" | "impossible";

/** Counts all ballots again in this browser, with its own cryptography, and says whether the same film wins. */
export function CountAgain({ id }: { id: string }) {
  const words = useWords();
  const hydrated = useHydrated();
  const [verdict, setVerdict] = useState<Verdict>("checking");
  useEffect(() => {
    const leaving = new AbortController();
    verdictOn(id, leaving.signal).then(setVerdict, () => {
      // Left the page, or the ballots did not come.
      if (!leaving.signal.aborted) setVerdict("impossible");
    });
    return () => leaving.abort();
  }, [id]);
  if (!hydrated) return null;
  return (
    <p className="verdict-check" role="status" data-verdict={verdict}>
      {words(`poll.browser-${verdict}`)}
    </p>
  );
}

async function verdictOn(id: string, signal: AbortSignal): Promise<Verdict> {
  // Browsers keep WebCrypto to https and localhost.
  if (!globalThis.crypto?.subtle) return "impossible";
  const answer = await fetch(paths.ballots(id), { signal });
  if (!answer.ok) return "impossible";
  const record = (await answer.json()) as PollRecord;
  const seed = fromHex(record.seed);
  const ballotsHash = await sha256(bytesOf(ballotsText(record.ballots)));
  if (ballotsHash !== record.ballotsHash || (await sha256(seed)) !== record.seedHash) return "wrong";
  const key = await crypto.subtle.importKey("raw", seed, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const entries = record.films.map((film) => ({ ...film, weight: 1, posterUrl: null }));
  const lots = lotsOf(
    { pollId: record.poll, entries, ballotsHash },
    {
      sha256: (text) => sha256(bytesOf(text)),
      hmac: async (message) => new Uint8Array(await crypto.subtle.sign("HMAC", key, bytesOf(message))),
    },
  );
  const films = record.films.map(({ position }) => position);
  const piles = record.ballots.map(({ choices }) => ({ choices, count: 1 }));
  const { winner } = await countPoll({ method: record.method, films, piles }, lots);
  return winner === record.winner ? "right" : "wrong";
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
