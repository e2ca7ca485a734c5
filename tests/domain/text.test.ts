import { describe, expect, test } from "vitest";
import { characters, lineWithin, MARKS_MAX, tidyLine, tidyText } from "#app/domain/text.ts";

describe("tidyLine", () => {
  test.each([
    ["NUL and control characters go", "Ста\u0000л\u0007кер\u001b", "Сталкер"],
    ["tabs and line breaks become one space", "\tМастер\r\n и \n\n Маргарита\u2028", "Мастер и Маргарита"],
    [
      "no-break and other wide spaces are folded",
      "In\u00a0the\u3000Mood\u2009for  Love",
      "In the Mood for Love",
    ],
    ["a letter and its accent are composed", "Ame\u0301lie: и\u0306 е\u0308", "Amélie: й ё"],
    ["even when a control character stood between them", "Ame\u0000\u0301lie", "Amélie"],
    ["lone surrogates become replacement characters", "Her\ud83d, \udc00Solaris", "Her\ufffd, \ufffdSolaris"],
    ["emoji stay whole, joiners and all", " 👨‍👩‍👧 Shoplifters ❤️ ", "👨‍👩‍👧 Shoplifters ❤️"],
    ["right-to-left titles and their marks stay", "\u200fجدایی نادر از سیمین", "\u200fجدایی نادر از سیمین"],
    ["markup is text like any other", '</script><b>"M"</b>', '</script><b>"M"</b>'],
    ["a title of one sign is a title", "π", "π"],
  ])("%s", (_what, text, kept) => {
    expect(tidyLine(text)).toBe(kept);
    expect(tidyLine(kept)).toBe(kept);
  });

  test.each([
    ["nothing", ""],
    ["spaces", " \t\u00a0\u3000\n"],
    ["zero-width characters", "\u200b\u200c\u200d\u2060\ufeff"],
    ["direction marks", "\u202e\u2066 \u2069\u200f"],
    ["control characters", "\u0000\u0001\u007f\u0085"],
    ["accents without a letter", "\u0301\u0308"],
    ["letters that show nothing", "\u3164\u115f\u1160\uffa0\u2800"],
  ])("%s alone: blank", (_what, text) => {
    expect(tidyLine(text)).toBe("");
  });
});

test("tidyText keeps the lines of a note and nothing that cannot be seen", () => {
  expect(tidyText("\r\n С Аней \r\nпосле 18:00\u0000\n\n  с попкорном\t\n\n")).toBe(
    "С Аней\nпосле 18:00\n\n  с попкорном",
  );
  expect(tidyText("Ame\u0000\u0301lie")).toBe("Amélie");
});

test("length is counted as people count", () => {
  expect(characters("🎬".repeat(200))).toBe(200);
  expect(lineWithin("🎬".repeat(200), 200)).toBe("🎬".repeat(200));
  expect(lineWithin(`${" ".repeat(1_000)}Ё`, 200), "spaces around do not count").toBe("Ё");
  expect(lineWithin("Ё".repeat(201), 200)).toBeNull();
});

describe("marks on a letter", () => {
  test.each([
    ["Vietnamese", "Chuyện người con gái Nam Xương, Tiếng vọng ề ữ ậ"],
    ["Thai", "ลุงบุญมีระลึกชาติ ที่นี่ น้ำผึ้ง"],
    ["Hindi", "तुम्हारी सुलु, ज़िन्दगी, हूँ, क्ष्म्य"],
    ["Hebrew with vowels and accents", "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים"],
    ["Arabic with vowels", "ٱلرَّحْمَٰنِ ٱلرَّحِيمِ"],
    ["Burmese", "ကျွန်ုပ်တို့ မြွှေ ဖြောင့်"],
    ["Khmer", "ស្ត្រី ក្ស័យ"],
    ["the tallest stack of Tibetan", "ཧྐྵྨླྺྼྻྂ"],
    ["emoji", "👩🏽‍❤️‍💋‍👨🏿 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
  ])("%s keeps all of them", (_what, text) => {
    expect(tidyLine(text)).toBe(text.normalize("NFC"));
    expect(tidyText(text)).toBe(text.normalize("NFC"));
  });

  test("beyond what any script needs they are cut", () => {
    const zalgo = [..."Ran"].map((letter) => letter + "\u0315\u0336\u0489".repeat(66)).join("");
    for (const tidy of [tidyLine, tidyText]) {
      expect(
        tidy(zalgo)
          .match(/\p{M}+/gu)
          ?.map((run) => run.length),
      ).toEqual([MARKS_MAX, MARKS_MAX, MARKS_MAX]);
      expect(tidy(zalgo).replace(/\p{M}+/gu, "")).toBe("Ran");
    }
  });

  test("joiners between them do not start the count anew", () => {
    expect(tidyLine(`a${"\u0315\u200d".repeat(50)}b`)).toHaveLength(MARKS_MAX + 2);
  });
});

test("what turns letters around by force goes, direction marks stay", () => {
  expect(tidyLine("Alien \u202egnp.exe\u202c \u2066Ran\u2069 \u200fجدایی\u200e")).toBe(
    "Alien gnp.exe Ran \u200fجدایی\u200e",
  );
  expect(tidyText("\u202eone\n\u2067two")).toBe("one\ntwo");
});

test("a text of more than ten times the length is not even tidied", () => {
  expect(lineWithin(`${" ".repeat(99)}x`, 10)).toBe("x");
  expect(lineWithin(`${" ".repeat(100)}x`, 10)).toBeNull();
});
