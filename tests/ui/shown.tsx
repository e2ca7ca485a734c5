import { setupI18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { createRemixStub } from "@remix-run/testing";
import { render } from "@testing-library/react";
import { messages as en } from "#app/copy/en.json?lingui";
import { messages as lotteryEn } from "#app/copy/en/lottery.json?lingui";
import { messages as lotteryRu } from "#app/copy/ru/lottery.json?lingui";
import { messages as ru } from "#app/copy/ru.json?lingui";

type Routes = Parameters<typeof createRemixStub>[0];

/** Shows these routes at their index, in a language, as the app's document would. */
export function show(routes: Routes, { language = "en" }: { language?: "en" | "ru" } = {}) {
  const messages = { en: { ...en, ...lotteryEn }, ru: { ...ru, ...lotteryRu } };
  const i18n = setupI18n({ locale: language, messages });
  const Stub = createRemixStub(routes);
  return render(
    <I18nProvider i18n={i18n}>
      <Stub />
    </I18nProvider>,
  );
}
