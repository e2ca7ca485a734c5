import { Form, Link, NavLink, useLocation, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { LANGUAGES } from "#app/copy/language.ts";
import { useWords } from "#app/copy/words.ts";
import { paths, TV_VIEW } from "#app/paths.ts";
import { useLingui } from "@lingui/react";
import { usePageFocus } from "./page-focus.ts";
import { useWordsOf } from "./page-words.ts";
import { useHydrated } from "./use-hydrated.ts";

/** Whether this page is shown without header and footer, for a television. */
export function useTvView(): boolean {
  const { pathname, search } = useLocation();
  return /^\/l\/\w+$/.test(pathname) && new URLSearchParams(search).get("view") === TV_VIEW;
}

/** What every page has around it. */
export function Shell({ children }: { children: ReactNode }) {
  useWordsOf(useLocation().pathname);
  const words = useWords();
  const busy = useNavigation().state !== "idle";
  usePageFocus();
  if (useTvView()) {
    return (
      <main id="main" tabIndex={-1} className="tv-main">
        {children}
      </main>
    );
  }
  return (
    <>
      <a className="skip-link" href="#main">
        {words("nav.skip")}
      </a>
      <div className="page-progress" data-busy={busy || undefined} />
      <header className="site-header">
        <Link to={paths.home} className="brand">
          {words("app.name")}
        </Link>
        <nav aria-label={words("nav.label")}>
          <NavLink to={paths.home} end>
            {words("nav.create")}
          </NavLink>
          <NavLink to={paths.library}>{words("nav.library")}</NavLink>
          <NavLink to={paths.history}>{words("nav.history")}</NavLink>
          <NavLink to={paths.club}>{words("nav.club")}</NavLink>
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className="site-footer">
        <p>
          {words("footer.line")} <Link to={paths.about}>{words("footer.about")}</Link>
          {" · "}
          <Link to={`${paths.about}#stored`}>{words("footer.stored")}</Link>
        </p>
        <LanguageSwitch />
      </footer>
    </>
  );
}

function LanguageSwitch() {
  const words = useWords();
  const { i18n } = useLingui();
  const { pathname, search } = useLocation();
  // Without scripts nobody remembers a list that is being made, so the switch sends it along.
  const withForm = !useHydrated() && pathname === paths.home;
  return (
    <Form
      method="post"
      action={paths.language}
      reloadDocument
      className="languages"
      aria-label={words("footer.language")}
    >
      <input type="hidden" name="back" value={pathname + search} />
      {LANGUAGES.map((language) => (
        <button
          key={language}
          name="language"
          value={language}
          {...(withForm && { form: "lottery", formAction: paths.createLotteryIn(language) })}
          lang={language}
          className="text-button"
          aria-current={language === i18n.locale ? "true" : undefined}
        >
          {words(`language.${language}`)}
        </button>
      ))}
    </Form>
  );
}
