import { useLingui } from "@lingui/react";

/** Words of the script that the page is not written in, with the spaces and signs between them. */
const FOREIGN = {
  en: { language: "ru", words: /([\u0400-\u052f](?:[^a-z\u00c0-\u024f]*[\u0400-\u052f])?)/i },
  ru: { language: "en", words: /([a-z\u00c0-\u024f](?:[^\u0400-\u052f]*[a-z\u00c0-\u024f])?)/i },
};

/**
 * A text that somebody typed. Its words in the other script are marked with their language: a screen reader changes its
 * voice for them, and our display face, which comes from Sofia, draws Cyrillic as Russians write it.
 */
export function Spoken({ text }: { text: string }) {
  const { i18n } = useLingui();
  const { language, words } = FOREIGN[i18n.locale === "ru" ? "ru" : "en"];
  if (!words.test(text)) return text;
  return text.split(words).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={index} lang={language}>
        {part}
      </span>
    ),
  );
}
