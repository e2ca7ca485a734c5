import { useLocation } from "@remix-run/react";
import { useEffect, useRef } from "react";

/**
 * After a step to another page, or one that took away what had the focus, focus stands at the page's heading: the
 * keyboard goes on from there, and screen readers say which page it is. What took the focus itself keeps it.
 */
export function usePageFocus(): void {
  const { pathname, key, hash } = useLocation();
  const before = useRef({ pathname, key });
  useEffect(() => {
    const last = before.current;
    before.current = { pathname, key };
    // The browser's own business: the first page, and a way within one.
    if (last.key === key || hash) return;
    if (last.pathname === pathname) focusHeadingIfLost();
    else if (!isWithinPage(document.activeElement)) focusHeading();
  }, [pathname, key, hash]);
}

/** Once, when what uses this appears; nothing happens while something still has the focus. */
export function useHeadingFocus(): void {
  useEffect(focusHeadingIfLost, []);
}

function focusHeadingIfLost(): void {
  const { activeElement, body } = document;
  if (activeElement === null || activeElement === body) focusHeading();
}

function focusHeading(): void {
  const heading = document.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function isWithinPage(element: Element | null): boolean {
  return Boolean(element?.closest("main *"));
}
