import { setupI18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { Spoken } from "#app/ui/spoken.tsx";

test.each([
  ["en", "Ran", "Ran"],
  ["en", "Летят журавли", '<span lang="ru">Летят журавли</span>'],
  ["en", "“Брат”, “Брат 2” and 2 more", '“<span lang="ru">Брат”, “Брат</span> 2” and 2 more'],
  ["en", "Ё", '<span lang="ru">Ё</span>'],
  ["en", "七人の侍 8½", "七人の侍 8½"],
  ["ru", "Солярис", "Солярис"],
  ["ru", "Amélie", '<span lang="en">Amélie</span>'],
  ["ru", "«Blade Runner» и ещё 2", '«<span lang="en">Blade Runner</span>» и ещё 2'],
])("on a page in %s, %s is read out in its own language", (locale, text, html) => {
  const i18n = setupI18n({ locale, messages: { [locale]: {} } });
  const { container } = render(
    <I18nProvider i18n={i18n}>
      <Spoken text={text} />
    </I18nProvider>,
  );
  expect(container.innerHTML).toBe(html);
});
