import { I18nProvider } from "@lingui/react";
import { RemixBrowser } from "@remix-run/react";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { fetchWords } from "./copy/catalog.client.ts";
import { isLanguage } from "./copy/language.ts";
import { PageWords } from "./ui/page-words.ts";

void hydrate();

async function hydrate(): Promise<void> {
  const { lang } = document.documentElement;
  const { i18n, fetchFor } = await fetchWords(isLanguage(lang) ? lang : "en", location.pathname);
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <I18nProvider i18n={i18n}>
          <PageWords.Provider value={fetchFor}>
            <RemixBrowser />
          </PageWords.Provider>
        </I18nProvider>
      </StrictMode>,
    );
  });
}
