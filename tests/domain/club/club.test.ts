import { describe, expect, test } from "vitest";
import { clubNameInput, firstNameInput, INVITE_INPUT } from "#app/domain/club/club-input.ts";
import { daysUntil, INVITE_DAYS, INVITE_USES, isDeviceId, isToken } from "#app/domain/club/club.ts";

const KEY = "0b8e1b6a-5c0d-4d6e-9a53-0a4a3c1f2b77";

test("an invite works for whole days, the last one begun counted too, or for ever", () => {
  const now = Date.UTC(2026, 10, 28, 12);
  const hours = (number: number) => new Date(now + number * 3_600_000);
  expect(daysUntil(hours(7 * 24), now)).toBe(7);
  expect(daysUntil(hours(25), now)).toBe(2);
  expect(daysUntil(hours(1), now)).toBe(1);
  expect(daysUntil(hours(-1), now)).toBe(1);
  expect(daysUntil(null, now)).toBeNull();
});

test.each([
  ["0123456789abcdef0123456789abcdef", true],
  ["0123456789ABCDEF0123456789ABCDEF", false],
  ["0123456789abcdef0123456789abcde", false],
  ["", false],
  [undefined, false],
])("%j can be the token of an invite: %s", (text, can) => expect(isToken(text)).toBe(can));

test.each([
  [KEY, true],
  [KEY.toUpperCase(), false],
  [`${KEY}0`, false],
  ["", false],
  [undefined, false],
])("%j can be the id of a device: %s", (text, can) => expect(isDeviceId(text)).toBe(can));

describe("the names of a club and of a person", () => {
  test("come out tidy, and may be blank", () => {
    expect(clubNameInput().parse({ name: " Пятница,  вечер " })).toEqual({ name: "Пятница, вечер" });
    expect(firstNameInput().parse({ firstName: " Аня\u0000 " })).toEqual({ firstName: "Аня" });
    expect(clubNameInput().parse({})).toEqual({ name: "" });
  });

  test("have their longest, counted as people count", () => {
    expect(clubNameInput().safeParse({ name: "🍿".repeat(60) }).success).toBe(true);
    expect(firstNameInput().safeParse({ firstName: "🍿".repeat(40) }).success).toBe(true);
    expect(clubNameInput().safeParse({ name: "🍿".repeat(61) }).error?.issues).toMatchObject([
      { path: ["name"], message: "club-name-too-long" },
    ]);
    expect(firstNameInput().safeParse({ firstName: "🍿".repeat(41) }).error?.issues).toMatchObject([
      { path: ["firstName"], message: "first-name-too-long" },
    ]);
  });
});

test("an invite is one of the choices that the page gives", () => {
  for (const uses of INVITE_USES) {
    for (const days of INVITE_DAYS) {
      const invite = { submitKey: KEY, uses: String(uses), days: String(days) };
      expect(INVITE_INPUT.parse(invite)).toEqual({ submitKey: KEY, uses, days });
    }
  }
  expect(INVITE_INPUT.safeParse({ submitKey: KEY, uses: "2", days: "7" }).success).toBe(false);
  expect(INVITE_INPUT.safeParse({ submitKey: KEY, uses: "1", days: "365" }).success).toBe(false);
});
