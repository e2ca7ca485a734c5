import { data } from "@remix-run/node";
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { show } from "./shown.tsx";

function showPage(loader: () => null, Component: () => React.ReactNode = () => null): void {
  show([{ path: "/", loader, Component, ErrorBoundary: ErrorPage }]);
}

test("a refusal is told in its own words", async () => {
  showPage(() => {
    throw data({ reason: "not-found" }, { status: 404 });
  });
  expect((await screen.findByRole("heading")).textContent).toBe("No such page");
});

test.each([
  ["Chromium", new TypeError("Failed to fetch")],
  ["Firefox", new TypeError("NetworkError when attempting to fetch resource.")],
  ["Safari", new TypeError("Load failed")],
  ["a proxy", new Error("Unable to decode turbo-stream response from URL: http://localhost/l.data")],
])("no answer, as %s says it, is told as such and not as our fault", async (_, error) => {
  showPage(() => {
    throw error;
  });
  expect((await screen.findByRole("heading")).textContent).toBe("No connection");
});

test.each([new TypeError("undefined is not a function"), new Error("boom")])(
  "%s is our fault",
  async (error) => {
    showPage(() => {
      throw error;
    });
    expect((await screen.findByRole("heading")).textContent).toBe("Something broke");
  },
);

test("a command whose outcome is unknown can be pressed again with what it carried", async () => {
  const again = { action: "/l/abc/draw", fields: { entry: "3" }, label: "draw" };
  showPage(() => {
    throw data({ reason: "unconfirmed", saved: "unknown", again }, { status: 503 });
  });
  const button = await screen.findByRole("button", { name: "Draw the film" });
  const form = button.closest("form");
  expect(form?.getAttribute("action")).toBe("/l/abc/draw");
  expect(Object.fromEntries(new FormData(form ?? undefined))).toEqual({ entry: "3" });
});

test("what is old says how old", async () => {
  const of = { source: "stale", asOf: 0 } as const;
  showPage(
    () => null,
    () => <Freshness of={of} now={120_000} missing="library.away" />,
  );
  expect((await screen.findByRole("status")).textContent).toContain("2 minutes ago");
});
