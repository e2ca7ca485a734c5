/**
 * A signal that aborts with this one, or after so many milliseconds with a TimeoutError. Not AbortSignal.any() of a
 * timeout: in Node 20 nothing holds that, and once it is collected it never aborts.
 */
export function withinTime(ms: number, signal: AbortSignal): AbortSignal {
  const limit = new AbortController();
  const over = () => limit.abort(new DOMException("It took too long.", "TimeoutError"));
  const follow = () => limit.abort(signal.reason);
  const timer = setTimeout(over, ms).unref();
  limit.signal.addEventListener("abort", () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", follow);
  });
  if (signal.aborted) follow();
  else signal.addEventListener("abort", follow);
  return limit.signal;
}
