import { setupI18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { data } from "@remix-run/node";
import { createRemixStub } from "@remix-run/testing";
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { messages } from "#app/copy/en.json?lingui";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { Freshness } from "#app/ui/freshness.tsx";

const i18n = setupI18n({ locale: "en", messages: { en: messages } });

function show(loader: () => null, Component: () => React.ReactNode = () => null): void {
  const Stub = createRemixStub([{ path: "/", loader, Component, ErrorBoundary: ErrorPage }]);
  render(
    <I18nProvider i18n={i18n}>
      <Stub />
    </I18nProvider>,
  );
}

test("a refusal is told in its own words", async () => {
  show(() => {
    throw data({ reason: "not-found" }, { status: 404 });
  });
  expect((await screen.findByRole("heading")).textContent).toBe("No such page");
});

test("a command whose outcome is unknown can be pressed again with what it carried", async () => {
  const again = { action: "/l/abc/draw", fields: { entry: "3" }, label: "draw" };
  show(() => {
    throw data({ reason: "unconfirmed", saved: "unknown", again }, { status: 503 });
  });
  const button = await screen.findByRole("button", { name: "Draw again now" });
  const form = button.closest("form");
  expect(form?.getAttribute("action")).toBe("/l/abc/draw");
  expect(Object.fromEntries(new FormData(form ?? undefined))).toEqual({ entry: "3" });
});

test("what is old says how old", async () => {
  const of = { source: "stale", asOf: 0 } as const;
  show(
    () => null,
    () => <Freshness of={of} now={120_000} missing="library.away" />,
  );
  expect((await screen.findByRole("status")).textContent).toContain("2 minutes ago");
});
