import { formShape, KEY, TYPED } from "../form-shape.ts";
import { IMPORT_BYTES_MAX } from "./reading.ts";

/** The form that brings a list or a file; both may be as large as a file. */
export const IMPORT_SHAPE = {
  fields: formShape({ submitKey: KEY, text: TYPED }),
  file: "file",
  most: IMPORT_BYTES_MAX,
};

/** From which film on an address asks for a page of an import, counted from 0. Whatever makes no sense is 0. */
export function readFrom(text: string | null): number {
  return /^\d{1,4}$/.test(text ?? "") ? Number(text) : 0;
}
