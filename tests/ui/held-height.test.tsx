import { act, render } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { HeldHeight } from "#app/ui/held-height.tsx";

/** Tells the component that the window has changed. */
let report = () => {};
let size = { width: 1_000, height: 240.5 };

beforeEach(() => {
  size = { width: 1_000, height: 240.5 };
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(told: () => void) {
        report = told;
      }
      observe(): void {}
      disconnect(): void {}
    },
  );
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(() => size as DOMRect);
});

const at = (drawn: boolean) => <HeldHeight drawn={drawn}>{drawn ? "result" : "link"}</HeldHeight>;

test("what comes with the result is as high as what stood there, from the very first moment", () => {
  const { container, rerender } = render(at(false));
  const box = container.querySelector<HTMLElement>(".held-height")!;
  expect(box.style.minHeight, "before, it is as high as it needs to be").toBe("");
  // Before the observer reports anything.
  rerender(at(true));
  expect([box.textContent, box.style.minHeight]).toEqual(["result", "240.5px"]);
});

test("on a window of another width it is as high as it needs to be, and stays so", () => {
  const { container, rerender } = render(at(false));
  const box = container.querySelector<HTMLElement>(".held-height")!;
  act(() => rerender(at(true)));
  size = { width: 1_000, height: 900 };
  act(() => report());
  expect(box.style.minHeight, "something unfolded").toBe("240.5px");
  size = { width: 400, height: 700 };
  act(() => report());
  expect(box.style.minHeight).toBe("");
  size = { width: 1_000, height: 200 };
  act(() => report());
  expect(box.style.minHeight).toBe("");
});

test("a result that was there from the start holds nothing", () => {
  const { container } = render(at(true));
  expect(container.querySelector<HTMLElement>(".held-height")!.style.minHeight).toBe("");
});

test("what changes back is as high as the result was", () => {
  const { container, rerender } = render(at(false));
  const box = container.querySelector<HTMLElement>(".held-height")!;
  rerender(at(true));
  size = { width: 1_000, height: 300 };
  act(() => report());
  rerender(at(false));
  expect([box.textContent, box.style.minHeight]).toEqual(["link", "300px"]);
});
