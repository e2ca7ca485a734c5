import { type PointerEvent, type RefObject, useState } from "react";

/**
 * Rows of a list that can be dragged by their posters, with a mouse, a pen or a finger. `drop` gets the film's position
 * and the index of the row that it was let go over.
 */
export function useDragging(
  list: RefObject<HTMLUListElement>,
  drop: (position: number, index: number) => void,
) {
  const [held, hold] = useState<{ position: number; over: number } | null>(null);

  function rowUnder(y: number): number {
    const rows = [...(list.current?.children ?? [])];
    const below = rows.findIndex((row) => y < row.getBoundingClientRect().bottom);
    return below < 0 ? rows.length - 1 : below;
  }

  function rowOf(position: number) {
    return {
      "data-held": held?.position === position || undefined,
      "data-over": held !== null && held.position !== position && isOver(position) ? true : undefined,
      onPointerDown: (event: PointerEvent<HTMLLIElement>) => {
        if (!(event.target instanceof Element) || !event.target.closest(".poster")) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        hold({ position, over: rowUnder(event.clientY) });
      },
      onPointerMove: (event: PointerEvent<HTMLLIElement>) => {
        if (held?.position === position) hold({ position, over: rowUnder(event.clientY) });
      },
      onPointerUp: () => {
        if (held?.position !== position) return;
        hold(null);
        drop(position, held.over);
      },
      onPointerCancel: () => hold(null),
    };
  }

  function isOver(position: number): boolean {
    const row = list.current?.children[held?.over ?? -1];
    return row instanceof HTMLElement && Number(row.dataset.position) === position;
  }

  return { rowOf };
}
