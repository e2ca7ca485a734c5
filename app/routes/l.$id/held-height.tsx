import { type ReactNode, useEffect, useRef, useState } from "react";

/**
 * What has other content once there is a result, and stays as high as it was before: nothing below jumps when something
 * lower takes the place. On a window of another width it is as high as it needs to be.
 */
export function HeldHeight({ drawn, children }: { drawn: boolean; children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  const [before, setBefore] = useState<{ width: number; height: number } | null>(null);
  useEffect(() => {
    const box = element.current;
    if (!box) return;
    const measure = () => {
      const { width, height } = box.getBoundingClientRect();
      if (!drawn) setBefore({ width, height });
      else setBefore((size) => (size?.width === width ? size : null));
    };
    // At once: a draw may arrive before the observer's first report.
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [drawn]);
  return (
    // With the result in one go: what is set after a layout counts as a jump, even if nobody can see it.
    <div
      ref={element}
      className="held-height"
      style={drawn && before ? { minHeight: before.height } : undefined}
    >
      {children}
    </div>
  );
}
