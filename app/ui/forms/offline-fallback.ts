import type { ClientActionFunctionArgs } from "@remix-run/react";
import type { Command } from "#app/domain/repeatable-command.ts";
import type { Refusal } from "#app/http/answer.ts";

const ANSWERED_WITHIN_MS = 20_000;

/**
 * A route's clientAction. When no usable answer comes (no network, a proxy's error page, a crash), the page gets what
 * `answer` makes of the form, as if the database had not confirmed. Remix would show an error instead, and lose what
 * was typed.
 */
export function offlineFallback(answer: (form: FormData, action: string) => object) {
  return async ({ request, serverAction }: ClientActionFunctionArgs): Promise<unknown> => {
    const form = await request.clone().formData();
    try {
      return await Promise.race([serverAction(), silence()]);
    } catch (error) {
      // Redirects and refusals are no Errors.
      if (!(error instanceof Error) || request.signal.aborted) throw error;
      const fallback = answer(form, new URL(request.url).pathname);
      // With status 503: after a success Remix would load the page anew, from the server that does not answer.
      const response = Response.json(fallback, { status: 503 });
      if ("reason" in fallback) throw response;
      return response;
    }
  };
}

/** For offlineFallback: the page that repeats a command, as the server shows it. */
export function repeat(label: Command) {
  return (form: FormData, action: string): Refusal<Command> => {
    const texts = [...form].filter((field): field is [string, string] => typeof field[1] === "string");
    const again = { action, fields: Object.fromEntries(texts), label };
    return { reason: "unconfirmed", saved: "unknown", again };
  };
}

async function silence(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, ANSWERED_WITHIN_MS));
  throw new Error("no answer");
}
