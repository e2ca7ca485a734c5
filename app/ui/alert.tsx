import { type ReactNode, useEffect, useRef } from "react";

/** A question above a form, which must be seen before the form goes on: takes the focus, and so comes into sight. */
export function Alert({ children }: { children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.focus(), []);
  return (
    <div className="alert" role="alert" tabIndex={-1} ref={element}>
      {children}
    </div>
  );
}
