import type { PageData } from "../page-data.server.ts";
import type { HatAnswer } from "./hat-answer.ts";

type Collecting = PageData & { hat: NonNullable<PageData["hat"]> };

/** What a hat page is made of: as loaded, as it is now, and what came back of a form. */
export type HatParts = {
  loaded: Collecting;
  hat: NonNullable<PageData["lottery"]["hat"]>;
  answer: HatAnswer | undefined;
};
