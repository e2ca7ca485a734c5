import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);

// Remix's stub renders routes without the manifest that every document brings.
Object.assign(window, { __remixManifest: { routes: {} } });
