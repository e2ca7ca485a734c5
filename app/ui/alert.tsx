import { type ReactNode, useEffect, useRef } from "react";

/** A question above a form that has to be answered first; it takes the focus, so that it is seen. */
export function Alert({ children }: { children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.focus(), []);
  return (
    <div className="alert" role="alert" tabIndex={-1} ref={element}>
      {children}
    </div>
  );
}
