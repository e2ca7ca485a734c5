import { I18nProvider } from "@lingui/react";
import { RemixBrowser } from "@remix-run/react";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { loadI18n, ownWordsAt } from "./copy/catalog.client.ts";
import { isLanguage } from "./copy/language.ts";

void hydrate();

async function hydrate(): Promise<void> {
  const { lang } = document.documentElement;
  const i18n = await loadI18n(isLanguage(lang) ? lang : "en", ownWordsAt(location.pathname));
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <I18nProvider i18n={i18n}>
          <RemixBrowser />
        </I18nProvider>
      </StrictMode>,
    );
  });
}
