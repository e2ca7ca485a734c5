import { useEffect, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import { decideWinner, fromHex, listText, toHex } from "#app/domain/draw/draw.ts";
import type { Checkable } from "#app/domain/draw/proof.ts";
import { useHydrated } from "#app/ui/use-hydrated.ts";

type Verdict = "checking" | "right" | "wrong" | "impossible";

/**
 * Draws again in this browser, with its own cryptography, and says whether the same film wins; `winner` is the position
 * that is recorded, or null where that film is lost.
 */
export function BrowserCheck({ proof, winner }: { proof: Checkable; winner: number | null }) {
  const words = useWords();
  const hydrated = useHydrated();
  const [verdict, setVerdict] = useState<Verdict>("checking");
  useEffect(() => {
    let current = true;
    void verdictOn(proof, winner).then((found) => {
      if (current) setVerdict(found);
    });
    return () => {
      current = false;
    };
  }, [proof, winner]);
  if (!hydrated) return null;
  return (
    <p className="verdict-check" role="status" data-verdict={verdict}>
      {words(`proof.browser-${verdict}`)}
    </p>
  );
}

async function verdictOn(proof: Checkable, winner: number | null): Promise<Verdict> {
  // Browsers keep WebCrypto to https and localhost.
  if (!globalThis.crypto?.subtle) return "impossible";
  const { seed, terms, word, candidates } = proof;
  const hashes = await Promise.all([
    sha256(fromHex(seed)),
    sha256(bytesOf(listText(candidates))),
    sha256(bytesOf(word)),
  ]);
  const published = [proof.seedHash, terms.listHash, terms.wordHash];
  if (hashes.some((hash, index) => hash !== published[index])) return "wrong";
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", fromHex(seed), algorithm, false, ["sign"]);
  const hmac = async (message: string) =>
    new Uint8Array(await crypto.subtle.sign("HMAC", key, bytesOf(message)));
  const decided = await decideWinner(candidates, terms, hmac);
  return decided.winner.position === winner ? "right" : "wrong";
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
