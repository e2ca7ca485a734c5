import { createContext } from "react";

/** The nonce of this document's scripts; empty in the browser, which no longer shows it. */
export const NonceContext = createContext<string | undefined>(undefined);
