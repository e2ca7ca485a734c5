import { setupI18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { createRemixStub } from "@remix-run/testing";
import { act, fireEvent, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { messages } from "#app/copy/en.json?lingui";
import { messages as lottery } from "#app/copy/en/lottery.json?lingui";
import type { Commitment, Entry, Lottery } from "#app/domain/lottery/lottery.ts";
import { EarlierDraws } from "#app/routes/l.$id/result/earlier-draws.tsx";
import { Entries } from "#app/routes/l.$id/entries.tsx";
import { drawStateOf } from "#app/ui/lottery/reveal/draw-state.ts";
import { RevealScope, useFirstOf } from "#app/ui/lottery/reveal/reveal-scope.tsx";
import { Stage } from "#app/routes/l.$id/reveal/stage.tsx";
import { TvView } from "#app/routes/l.$id/reveal/tv-view.tsx";
import { NonceContext } from "#app/ui/nonce.ts";
import { textOf } from "#tests/support/html.ts";

const i18n = setupI18n({ locale: "en", messages: { en: { ...messages, ...lottery } } });
const ID = "8jw3pkx2aq";

vi.stubGlobal(
  "ResizeObserver",
  class {
    observe(): void {}
    disconnect(): void {}
  },
);

describe("the drum comes to rest on the winner", () => {
  test.each([2, 3, 5, 12, 13, 25])("of %i films, whichever it is", (count) => {
    for (let winner = 1; winner <= count; winner++) {
      const { drawState, document } = stageOf(drawn(count, winner), { playing: true });
      const front = drawState.result!.spin.steps % drawState.drum.length;
      expect(textOf(document, `.drum-frame[style="--i: ${front};"] .poster-title`)).toBe(`Film ${winner}`);
      expect(textOf(document, ".winner-card .poster-title")).toBe(`Film ${winner}`);
      expect(textOf(document, ".verdict-title bdi")).toBe(`Film ${winner}`);
    }
  });

  test("and shows every film on the way, but only the front when it is at rest", () => {
    const playing = stageOf(drawn(25, 4), { playing: true }).document;
    expect(playing.querySelectorAll(".drum-frame")).toHaveLength(25);
    const calm = stageOf(drawn(25, 4), { playing: false }).document;
    expect(calm.querySelectorAll(".drum-frame")).toHaveLength(13);
    expect(calm.querySelector(".lights, .stubs, [data-pace]")).toBeNull();
  });

  test("without the films that were left out", () => {
    const lottery = drawn(6, 2);
    lottery.draw!.commitment = { ...commitment(2), leftOut: [1, 5] };
    const { drawState } = stageOf(lottery, { playing: true });
    expect(new Set(drawState.drum.map(({ position }) => position))).toEqual(new Set([2, 3, 4, 6]));
  });
});

describe("until the reel has stopped", () => {
  test("nothing that can be read or heard depends on who won", () => {
    const pages = [1, 2, 3, 4, 5].map((winner) => readable(drawn(5, winner)));
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).not.toContain("Tonight’s film");
  });

  test("the stage's name does not tell either", () => {
    const { document } = stageOf(drawn(3, 2), { playing: true });
    expect(document.querySelector("section")?.getAttribute("aria-label")).toBe("Draw 1");
    expect(document.querySelector(".drum-window")?.closest("[aria-hidden=true]")).not.toBeNull();
  });

  test("the winner is a heading, and read out when the reel stops: nothing to be read waits hidden before", () => {
    const drawState = drawStateOf(drawn(3, 2));
    const Stub = createRemixStub([
      {
        path: "/",
        Component: () => (
          <Stage id={ID} drawState={drawState} playing>
            the way to draw
          </Stage>
        ),
      },
    ]);
    const { container } = render(
      <I18nProvider i18n={i18n}>
        <Stub />
      </I18nProvider>,
    );
    const heading = container.querySelector("h2.verdict-title")!;
    const told = container.querySelector(".stage-words > [role=status]")!;
    expect(told.textContent).toBe("");
    // Without AnimationEvent, as here, React hears of an animation's end by its older name.
    fireEvent(heading.closest(".after-reveal")!, new Event("webkitAnimationEnd", { bubbles: true }));
    expect(told.textContent).toBe("Tonight’s film: Film 2");
  });
});

describe("when it starts", () => {
  test.each([1_500, 0, -3_200])("is told to the styles: in %i ms", (startsInMs) => {
    const { container } = render(<Timed run="1" startsInMs={startsInMs} />);
    const scope = container.querySelector<HTMLElement>(".reveal-scope")!;
    expect(scope.dataset.playing).toBe("");
    expect(scope.style.getPropertyValue("--starts-in")).toBe(`${startsInMs}ms`);
    expect(scope.style.getPropertyValue("--reel")).toBe("7000ms");
    expect(scope.style.getPropertyValue("--steps")).toBe("40");
  });

  test("a result that was seen plays nothing", () => {
    const { container } = render(<Timed run="1" startsInMs={null} />);
    const scope = container.querySelector<HTMLElement>(".reveal-scope")!;
    expect(scope.dataset.playing).toBeUndefined();
    expect(scope.style.getPropertyValue("--starts-in")).toBe("");
  });

  test("fresh data does not disturb a reel that turns; the next draw starts in its own time", () => {
    const { container, rerender } = render(<Timed run="1" startsInMs={900} />);
    const startsIn = () =>
      container.querySelector<HTMLElement>(".reveal-scope")!.style.getPropertyValue("--starts-in");
    rerender(<Timed run="1" startsInMs={-400} />);
    rerender(<Timed run="1" startsInMs={null} />);
    expect(startsIn()).toBe("900ms");
    rerender(<Timed run="2" startsInMs={700} />);
    expect(startsIn()).toBe("700ms");
  });

  test("comes with the document as a sheet that its policy allows, and stays when scripts take over", async () => {
    const complaints = vi.spyOn(console, "error");
    const page = <Timed run="1" startsInMs={-250} />;
    const container = document.createElement("div");
    container.innerHTML = renderToString(<NonceContext.Provider value="n0nce">{page}</NonceContext.Provider>);
    document.body.append(container);
    expect(container.querySelector("[style]")).toBeNull();
    expect(container.querySelector("style")?.getAttribute("nonce")).toBe("n0nce");
    expect(container.querySelector("style")?.textContent).toContain("--starts-in:-250ms");

    const scope = container.querySelector(".reveal-scope");
    const root = await act(async () => hydrateRoot(container, page));
    expect(container.querySelector(".reveal-scope"), "not made anew").toBe(scope);
    expect(container.querySelector("[style]"), "nothing to add").toBeNull();
    await act(async () => root.render(<Timed run="2" startsInMs={1_200} />));
    expect(container.querySelector<HTMLElement>(".reveal-scope")!.style.getPropertyValue("--starts-in")).toBe(
      "1200ms",
    );
    expect(complaints).not.toHaveBeenCalled();
    root.unmount();
    container.remove();
  });
});

describe("drawing again", () => {
  const open: Commitment = { ...commitment(2), reason: "We saw it last week", leftOut: [3] };

  test("the first result stays, with why it no longer counts, and the stage is for the next draw", () => {
    const lottery = { ...drawn(4, 3), open };
    const { document } = stageOf(lottery, { playing: false });
    expect(document.querySelector(".verdict")).toBeNull();
    expect(textOf(document, ".stage-words")).toContain("the way to draw");
    const earlier = shown(<EarlierDraws lottery={lottery} />);
    expect(textOf(earlier, "li")).toBe(
      "Film 31973Draw 1Film 3 1973Reason for drawing again: We saw it last week",
    );
  });

  test("after the second draw its own result is not among the earlier ones", () => {
    const first = drawn(4, 3).draw!;
    const second = { ...first, number: 2, winner: 1, commitment: open };
    const lottery = { ...drawn(4, 3), draws: [first, second], draw: second };
    const earlier = shown(<EarlierDraws lottery={lottery} />);
    expect([...earlier.querySelectorAll(".earlier-number")].map((each) => each.textContent)).toEqual([
      "Draw 1",
    ]);
    const { document } = stageOf(lottery, { playing: false });
    expect(textOf(document, ".verdict-title bdi")).toBe("Film 1");
  });

  test("a film that is left out is marked among the candidates", () => {
    const lottery = { ...drawn(4, 3), open };
    const list = shown(
      <Entries
        hat={null}
        mine={false}
        lotteryId={ID}
        entries={lottery.entries}
        drawState={drawStateOf(lottery)}
      />,
    );
    const marked = [...list.querySelectorAll("li")].filter((each) =>
      each.textContent.includes("Not in this draw"),
    );
    expect(marked.map((each) => textOf(asDocument(each), "bdi"))).toEqual(["Film 3"]);
  });
});

test("the television shows the whole wall before the draw, and nothing of the app around it", () => {
  const lottery = { ...drawn(5, 1), draws: [], draw: null, open: commitment(1) };
  const loaded = { link: "https://kino.example/l/8jw3pkx2aq" };
  const parts = {
    loaded,
    lottery,
    drawState: drawStateOf(lottery),
    playing: false,
    drawing: "the way to draw",
  };
  const page = shown(<TvView {...(parts as unknown as Parameters<typeof TvView>[0])} />);
  expect(page.querySelectorAll(".lobby-posters li")).toHaveLength(5);
  expect(textOf(page, ".lobby-link")).toBe("kino.example/l/8jw3pkx2aq");
  expect(page.querySelector(".lobby-qr")?.getAttribute("src")).toBe("/l/8jw3pkx2aq/file/qr.svg");
  expect(textOf(page, ".lobby-entrance")).toContain("the way to draw");
});

type Played = Omit<Lottery, "clubId">;

function commitment(number: number): Commitment {
  return { number, seedHash: "", listHash: "", intact: true, leftOut: [], reason: "", renewedAt: null };
}

function drawn(count: number, winner: number): Played {
  const entries = Array.from({ length: count }, (_, index): Entry => {
    const position = index + 1;
    return {
      position,
      id: `e${position}`,
      title: `Film ${position}`,
      year: 1970 + position,
      posterUrl: null,
      weight: 1,
    };
  });
  const draw = {
    number: 1,
    winner,
    drawnAt: new Date(0),
    word: "",
    commitment: commitment(1),
    unproven: null,
  };
  return {
    id: ID,
    name: null,
    createdAt: new Date(0),
    entries,
    draws: [draw],
    facts: {},
    olderDraws: 0,
    draw,
    open: null,
    hat: null,
  };
}

function stageOf(lottery: Played, { playing }: { playing: boolean }) {
  const drawState = drawStateOf(lottery);
  const stage = (
    <Stage id={ID} drawState={drawState} playing={playing}>
      the way to draw
    </Stage>
  );
  return { drawState, document: shown(stage) };
}

/** The page's text without what waits for the end and what no screen reader reads. */
function readable(lottery: Played): string {
  const drawState = drawStateOf(lottery);
  const page = shown(
    <>
      <Stage id={ID} drawState={drawState} playing>
        the way to draw
      </Stage>
      <Entries hat={null} mine={false} lotteryId={ID} entries={lottery.entries} drawState={drawState} />
    </>,
  );
  for (const each of page.querySelectorAll(".after-reveal, [aria-hidden=true]")) each.remove();
  return page.body.innerHTML.replaceAll(' data-winner="true"', "");
}

function Timed({ run, startsInMs }: { run: string; startsInMs: number | null }) {
  const starts = useFirstOf(run, startsInMs);
  return (
    <RevealScope startsInMs={starts} measures={{ "--steps": 40 }}>
      Solaris
    </RevealScope>
  );
}

/** As it stands in a page. */
function shown(part: ReactNode): Document {
  const Stub = createRemixStub([{ path: "/", Component: () => part }]);
  const { container, unmount } = render(
    <I18nProvider i18n={i18n}>
      <Stub />
    </I18nProvider>,
  );
  const page = new DOMParser().parseFromString(container.innerHTML, "text/html");
  unmount();
  return page;
}

function asDocument(element: Element): Document {
  return new DOMParser().parseFromString(element.outerHTML, "text/html");
}
