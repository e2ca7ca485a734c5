import { type ReactNode, useEffect, useRef, useState } from "react";

type Size = { width: number; height: number };

/**
 * For an element whose content is another one at times; `content` tells which. It stays as high as it was before the
 * change, so that nothing below it jumps. On a window of another width it is as high as it needs to be.
 */
export function useHeldHeight<E extends HTMLElement>(content: string | boolean) {
  const ref = useRef<E>(null);
  const [size, setSize] = useState<Size | null>(null);
  const [held, hold] = useState<{ content: string | boolean; size: Size | null }>({ content, size: null });
  // With the new content in one go: what is set after a layout counts as a jump, even if nobody can see it.
  if (held.content !== content) hold({ content, size });
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    const measure = () => {
      const { width, height } = box.getBoundingClientRect();
      setSize({ width, height });
      hold((before) => (before.size && before.size.width !== width ? { ...before, size: null } : before));
    };
    // At once: a draw may arrive before the observer's first report.
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return { ref, style: held.size ? { minHeight: held.size.height } : undefined };
}

/** What has other content once there is a result, in the same room. */
export function HeldHeight({ drawn, children }: { drawn: boolean; children: ReactNode }) {
  return (
    <div className="held-height" {...useHeldHeight<HTMLDivElement>(drawn)}>
      {children}
    </div>
  );
}
