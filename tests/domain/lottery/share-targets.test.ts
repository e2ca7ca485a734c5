import { expect, test } from "vitest";
import { shareTargets } from "#app/domain/lottery/share-targets.ts";

const link = "https://kino.example/l/abcdefghjk";

test("each service is told the link and the words, as it reads them", () => {
  const text = "Пятница & “Ran” 100% #1 </script> 💔";
  const { telegram, whatsapp, vk, mail } = shareTargets({ link, text, subject: "Кино + чай?" });
  const read = (address: string) => [
    new URL(address).origin + new URL(address).pathname,
    Object.fromEntries(new URL(address).searchParams),
  ];
  expect(read(telegram)).toEqual(["https://t.me/share/url", { url: link, text }]);
  expect(read(whatsapp)).toEqual(["https://wa.me/", { text: `${text} ${link}` }]);
  expect(read(vk)).toEqual(["https://vk.com/share.php", { url: link, title: text }]);
  const { protocol, searchParams } = new URL(mail);
  expect([protocol, searchParams.get("subject"), searchParams.get("body")]).toEqual([
    "mailto:",
    "Кино + чай?",
    `${text}\r\n\r\n${link}`,
  ]);
});

test("mail programs, which do not know plus signs, get spaces as %20", () => {
  const { mail } = shareTargets({ link, text: "a b+c", subject: "d e" });
  expect(mail).toContain("subject=d%20e&body=a%20b%2Bc%0D%0A%0D%0A");
});
