import type { ClientActionFunctionArgs } from "@remix-run/react";

const ANSWERED_WITHIN_MS = 20_000;

/**
 * A route's clientAction for forms with texts. When no usable answer comes (no network, a proxy's error page, a crash),
 * the page gets what `unconfirmed` makes of the form, as if the database had not confirmed: an error would take the form
 * away with its texts. Null lets the error be.
 */
export function keepingTheForm(unconfirmed: (form: FormData) => object | null) {
  return async ({ request, serverAction }: ClientActionFunctionArgs): Promise<unknown> => {
    const form = await request.clone().formData();
    try {
      return await Promise.race([serverAction(), silence()]);
    } catch (error) {
      // Redirects and refusals are no Errors.
      const answer = error instanceof Error && !request.signal.aborted ? unconfirmed(form) : null;
      if (!answer) throw error;
      // With its status, because after a success the page would be loaded anew, from the server that does not answer.
      return Response.json(answer, { status: 503 });
    }
  };
}

async function silence(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, ANSWERED_WITHIN_MS));
  throw new Error("no answer");
}
