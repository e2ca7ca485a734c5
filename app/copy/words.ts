import type { I18n, MessageDescriptor } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type catalog from "./en.json";
import type proof from "./en/proof.json";

/** Every message of the app. English names the keys; a test holds the other languages to the same set. */
export type MessageId = Extract<keyof typeof catalog | keyof typeof proof, string>;

export type Values = NonNullable<MessageDescriptor["values"]>;

export type Words = (id: MessageId, values?: Values) => string;

/** The words of the page's language: `words("library.count", { count: 5 })`. */
export function useWords(): Words {
  const { i18n } = useLingui();
  return wordsOf(i18n);
}

/** The same outside React. */
export function wordsOf(i18n: I18n): Words {
  return (id, values) => i18n._(id, values);
}
