import { data } from "@remix-run/node";
import { Form, useActionData } from "@remix-run/react";
import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AutoRetry } from "#app/ui/forms/auto-retry.tsx";
import { show } from "./shown.tsx";

beforeEach(() => {
  // React and Remix go on with their own timers.
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  vi.spyOn(Math, "random").mockReturnValue(0);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A form whose action never succeeds; answers what it was sent, and when, in seconds. */
async function openFailing(language?: "en" | "ru") {
  const sent: { at: number; text: string }[] = [];
  const start = performance.now();
  show(
    [
      {
        index: true,
        path: "/",
        Component: () => {
          const answer = useActionData<object>();
          return (
            <Form method="post" action="/?index">
              <input aria-label="text" name="text" defaultValue="Ran" />
              <button>Save</button>
              {answer ? <AutoRetry answer={answer} /> : null}
            </Form>
          );
        },
        action: async ({ request }) => {
          const text = (await request.formData()).get("text");
          sent.push({ at: Math.round((performance.now() - start) / 1_000), text: text as string });
          return data({ unsaved: "no" }, { status: 503 });
        },
      },
    ],
    { language },
  );
  fireEvent.click(await screen.findByRole("button", { name: "Save" }));
  await screen.findByRole("status");
  return sent;
}

async function pass(seconds: number): Promise<void> {
  for (let each = 0; each < seconds * 4; each++) {
    await act(() => vi.advanceTimersByTimeAsync(250));
    // The answer of what was sent comes by real promises.
    await act(() => new Promise((resolve) => setTimeout(resolve)));
  }
}

test("it tries again later each time, at most every half minute", async () => {
  const sent = await openFailing();
  await pass(140);
  const waits = sent.slice(1).map(({ at }, index) => at - sent[index]!.at);
  for (const [index, wait] of [3, 6, 12, 24, 30, 30].entries()) {
    expect(waits[index], `wait ${index + 1}`).toBeGreaterThanOrEqual(wait);
    expect(waits[index], `wait ${index + 1}`).toBeLessThanOrEqual(wait + 1);
  }
  expect(new Set(sent.map(({ text }) => text))).toEqual(new Set(["Ran"]));
});

test("stopped, it stays stopped, also after the next answer", async () => {
  const sent = await openFailing();
  fireEvent.click(screen.getByRole("button", { name: "Stop" }));
  await pass(40);
  expect(sent).toHaveLength(1);
  expect(screen.getByRole("button", { name: "Save" })).toHaveFocus();
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  await pass(40);
  expect(sent).toHaveLength(2);
});

test("a changed form waits for its button; after that it tries again by itself", async () => {
  const sent = await openFailing();
  await pass(1);
  fireEvent.input(screen.getByLabelText("text"), { target: { value: "Ran!" } });
  await pass(10);
  expect(sent).toHaveLength(1);
  expect(screen.getByRole("status")).toHaveTextContent(/^You changed something/);
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  await pass(7);
  expect(sent.map(({ text }) => text)).toEqual(["Ran", "Ran!", "Ran!"]);
});

test.each([
  [0, "Повторим автоматически через 3 секунды."],
  [3, "Повторим автоматически через 6 секунд."],
  [10, "Повторим автоматически через 12 секунд."],
  [23, "Повторим автоматически через 24 секунды."],
])("in Russian after %i seconds: %s", async (seconds, words) => {
  await openFailing("ru");
  await pass(seconds + 1);
  expect(screen.getByRole("status").textContent.replaceAll("\u00a0", " ")).toBe(words);
});
