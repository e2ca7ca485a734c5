import { data } from "@remix-run/node";
import { Outlet } from "@remix-run/react";
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { Freshness } from "#app/ui/freshness.tsx";
import { useTitle } from "#app/ui/title.ts";
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

test.each([
  [data({ reason: "not-found" }, { status: 404 }), "No such page · Movie Lottery"],
  [data({ problems: [] }, { status: 422 }), "Draw the film · Movie Lottery"],
  [
    data({ reason: "unconfirmed", saved: "too-many", again: { action: "/", fields: {}, label: "draw" } }),
    "One moment, please · Movie Lottery",
  ],
  [new TypeError("Failed to fetch"), "No connection · Movie Lottery"],
  [null, "Movie Lottery"],
])("the document is titled by the error that a page below shows", async (thrown, title) => {
  const loader = () => {
    if (thrown) throw thrown;
    return null;
  };
  const Layout = () => (
    <>
      <p data-testid="title">{useTitle()}</p>
      <Outlet />
    </>
  );
  const page = { index: true, loader, Component: () => "as it should be", ErrorBoundary: ErrorPage };
  show([{ path: "/", Component: Layout, children: [page] }]);
  expect((await screen.findByTestId("title")).textContent).toBe(title);
});

test("what is old says how old", async () => {
  const of = { source: "stale", asOf: 0 } as const;
  showPage(
    () => null,
    () => <Freshness of={of} now={120_000} missing="library.away" />,
  );
  expect((await screen.findByRole("status")).textContent).toContain("2 minutes ago");
});
