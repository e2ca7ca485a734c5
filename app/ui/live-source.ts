/** A stream that has brought nothing for this long is held back by something on the way. */
const SILENT_MS = 10_000;
const MOST_ERRORS = 3;
const POLL_MS = { first: 3_000, last: 30_000 };

/**
 * Follows a stream of live messages while the page is visible. While there is no stream (blocked, refused, broken three
 * times, silent, or a browser without EventSource) `look` is called instead, less and less often, and the stream is
 * tried again. The returned function stops it.
 */
export function followLive({
  address,
  hear,
  look,
}: {
  address: string;
  /** Gets the text of each message. */
  hear: (text: string) => void;
  look: () => void;
}): () => void {
  let source: EventSource | null = null;
  let errors = 0;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const polling = createPolling(() => {
    look();
    if (source && source.readyState === EventSource.CLOSED) open();
  });

  function open(): void {
    source?.close();
    if (typeof EventSource === "undefined") return polling.start();
    const mine = (source = new EventSource(address));
    clearTimeout(silence);
    silence = setTimeout(() => polling.start(), SILENT_MS);
    mine.addEventListener("message", ({ data }: MessageEvent<string>) => {
      stopWaiting();
      errors = 0;
      hear(data);
    });
    mine.addEventListener("error", () => {
      // Otherwise the browser connects again by itself, as after the end of each minute's stream.
      if (mine.readyState !== EventSource.CLOSED && ++errors < MOST_ERRORS) return;
      mine.close();
      clearTimeout(silence);
      polling.start();
    });
  }

  function stopWaiting(): void {
    polling.stop();
    clearTimeout(silence);
  }

  function stop(): void {
    stopWaiting();
    source?.close();
    source = null;
  }

  function begin(): void {
    stop();
    errors = 0;
    if (document.visibilityState === "visible") open();
  }

  document.addEventListener("visibilitychange", begin);
  begin();
  return () => {
    document.removeEventListener("visibilitychange", begin);
    stop();
  };
}

/** Calls `look` less and less often, from its start until it is stopped. */
function createPolling(look: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wait(ms: number): void {
    timer = setTimeout(
      () => {
        wait(Math.min(ms * 1.5, POLL_MS.last));
        look();
      },
      // Spread out, because a server that was restarted has lost everyone at the same moment.
      ms * (1 + Math.random() / 4),
    );
  }

  return {
    start(): void {
      if (timer === undefined) wait(POLL_MS.first);
    },
    stop(): void {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
