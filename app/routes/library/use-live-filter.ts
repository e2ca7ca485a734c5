import { useSubmit } from "@remix-run/react";
import { type FormEvent, type RefObject, useEffect, useRef } from "react";
import { paths } from "#app/paths.ts";

/** Whoever types a word does not want an answer to each of its letters. */
const TYPING_MS = 250;

/** Sends the form whenever it is changed, in place of the page that is shown. */
export function useLiveFilter(form: RefObject<HTMLFormElement>) {
  const submit = useSubmit();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);

  function send(): void {
    clearTimeout(timer.current);
    if (form.current) {
      submit(saidBy(form.current), { action: paths.library, replace: true, preventScrollReset: true });
    }
  }

  return {
    onInput: ({ target }: FormEvent) => {
      clearTimeout(timer.current);
      const typing = target instanceof HTMLInputElement && target.type !== "checkbox";
      timer.current = setTimeout(send, typing ? TYPING_MS : 0);
    },
    onSubmit: (event: FormEvent) => {
      event.preventDefault();
      send();
    },
  };
}

/** What the form says, without what it leaves open, so that the address is short enough to be sent to somebody. */
function saidBy(form: HTMLFormElement): URLSearchParams {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") said.append(name, value);
  }
  if (!said.has("end")) said.delete("start");
  if (said.get("sort") === "added") said.delete("sort");
  return said;
}
