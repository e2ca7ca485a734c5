import { createContext } from "react";

/** The nonce of this document's scripts; empty in the browser, which hides it from scripts. */
export const NonceContext = createContext<string | undefined>(undefined);
