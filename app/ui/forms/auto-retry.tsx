import { useNavigation } from "@remix-run/react";
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useWords } from "#app/copy/words.ts";
import { retryWaitMs } from "#app/domain/retry-wait.ts";
import { useHydrated } from "../use-hydrated.ts";

const LOOK_EVERY_MS = 250;

/**
 * Stands beside the button of a form that was not saved, and sends the form again by itself: after a countdown, which
 * is longer each time, until it is stopped or the form is changed. `answer` is what came back; a new answer starts the
 * next wait. Where only people can make room, it does not try.
 */
export function AutoRetry({ answer }: { answer: { unsaved?: unknown; saved?: unknown } }) {
  return (answer.unsaved ?? answer.saved) === "full" ? null : <Countdown answer={answer} />;
}

function Countdown({ answer }: { answer: unknown }) {
  const words = useWords();
  const hydrated = useHydrated();
  const here = useRef<HTMLDivElement>(null);
  const { phase, wait, left, stop } = useCountdown(answer, here);
  const going = phase !== "stopped" && phase !== "changed";
  return (
    <div className="auto-retry" ref={here} data-live={hydrated || undefined}>
      {/* Screen readers say how long the wait is, but not each second of it. */}
      <span aria-hidden="true">{words(`retry.${phase}`, { seconds: left })}</span>
      <span className="unseen" role="status">
        {hydrated ? words(`retry.${phase}`, { seconds: wait }) : null}
      </span>
      {going ? (
        <button type="button" className="text-button" onClick={stop}>
          {words("retry.stop")}
        </button>
      ) : null}
    </div>
  );
}

type Phase = "waiting" | "sending" | "offline" | "stopped" | "changed";

/** `wait` and `left` in whole seconds. */
function useCountdown(answer: unknown, here: RefObject<HTMLElement>) {
  const sending = useNavigation().state !== "idle";
  const online = useSyncExternalStore(onConnection, isOnline, () => true);
  const [stopped, setStopped] = useState(false);
  const [changed, setChanged] = useState<unknown>(null);
  const [luck] = useState(Math.random);
  const [failures, setFailures] = useState({ count: 0, last: answer });
  if (failures.last !== answer) setFailures({ count: failures.count + 1, last: answer });
  // The first wait is not random, because the server has to render the same number.
  const wait = retryWaitMs(failures.count, failures.count === 0 ? 0 : luck);
  const [seen, setSeen] = useState({ answer, left: wait });
  const waiting = online ? "waiting" : "offline";
  const willing = changed === answer ? "changed" : waiting;
  const phase: Phase = stopped ? "stopped" : sending ? "sending" : willing;

  useEffect(() => {
    const form = here.current?.closest("form");
    if (phase !== "waiting" || !form) return;
    const due = performance.now() + wait;
    let texts: string | undefined;
    // In the next frame the page shows the answer's form.
    const frame = requestAnimationFrame(() => (texts = textsOf(form)));
    const timer = setInterval(() => {
      const left = due - performance.now();
      setSeen({ answer, left: Math.max(0, left) });
      if (texts !== undefined && texts !== textsOf(form)) setChanged(answer);
      else if (left <= 0) form.requestSubmit();
      else return;
      clearInterval(timer);
    }, LOOK_EVERY_MS);
    return () => {
      cancelAnimationFrame(frame);
      clearInterval(timer);
    };
  }, [phase, wait, answer, here]);

  const stop = () => {
    setStopped(true);
    // The stop button disappears, so focus goes to the form's own button.
    submitButtonOf(here.current)?.focus();
  };
  const left = seen.answer === answer ? seen.left : wait;
  return { phase, wait: Math.ceil(wait / 1_000), left: Math.ceil(left / 1_000), stop };
}

function textsOf(form: HTMLFormElement): string {
  return JSON.stringify([...new FormData(form)]);
}

function submitButtonOf(within: HTMLElement | null): HTMLButtonElement | undefined {
  const buttons = within?.closest("form")?.querySelectorAll<HTMLButtonElement>("button:not([type=button])");
  return [...(buttons ?? [])].at(-1);
}

function isOnline(): boolean {
  return navigator.onLine;
}

function onConnection(changed: () => void): () => void {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
}
