import { useWords } from "#app/copy/words.ts";

const LOOK_EVERY_S = 3;

/**
 * Says that nobody has drawn yet, and how many people wait. Without JavaScript the page loads itself again every few
 * seconds, except while there is a field to type into: a half-typed word would be lost.
 */
export function Waiting({
  back,
  people,
  typing,
}: {
  /** The address of this page without the field to type into. */
  back: string;
  people: number;
  typing: boolean;
}) {
  const words = useWords();
  return (
    <div className="waiting">
      <p>
        {people > 1 ? words("lottery.waiting-people", { count: people }) : words("lottery.waiting-alone")}
      </p>
      {typing ? (
        <noscript>
          <p>
            {words("lottery.waiting-typing")} <a href={back}>{words("draw.back")}</a>
          </p>
        </noscript>
      ) : (
        <>
          <p>{words("lottery.waiting")}</p>
          <noscript>
            <meta httpEquiv="refresh" content={String(LOOK_EVERY_S)} />
          </noscript>
        </>
      )}
    </div>
  );
}

/** For a big screen while friends fill the hat: how many films are in it, and that there is room for more. */
export function Filling({ count }: { count: number }) {
  const words = useWords();
  return (
    <div className="waiting">
      <p role="status">{words("hat.count", { count })}</p>
      <p>{words("hat.share-hint")}</p>
      <noscript>
        <meta httpEquiv="refresh" content={String(LOOK_EVERY_S)} />
      </noscript>
    </div>
  );
}
