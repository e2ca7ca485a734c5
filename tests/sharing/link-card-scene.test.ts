import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { sceneOf } from "#app/sharing/link-card/scene.server.ts";
import { showable, typeset } from "#app/sharing/link-card/typesetting.server.ts";

const bare = { sign: "Кинолотерея", heading: "Пятница", lead: "Случай выберет", badge: null, more: 0 };

describe("what the face can show", () => {
  test.each([
    ["Летят журавли", "Летят журавли"],
    ["Amélie", "Amélie"],
    ["Ταξίδι στα Κύθηρα", "Ταξίδι στα Κύθηρα"],
    ["Любовь 💔 и голуби", "Любовь и голуби"],
    ["ＡＫＩＲＡ", "AKIRA"],
    ["Ran\u202e\u0000", "Ran"],
  ])("%s is shown as %s", (text, shown) => expect(showable(text)).toBe(shown));

  test.each(["七人の侍", "جدایی نادر از سیمین", "💔💔", "七人の侍 II"])(
    "%s is left to the poster's drawing",
    (text) => {
      expect(showable(text)).toBe("");
    },
  );
});

describe("setting type", () => {
  const setting = { size: 20, width: 100, maxLines: 3, align: "start" } as const;

  test("breaks lines at spaces, and words that are too long", () => {
    const { height, width, whole } = typeset("Llanfairpwllgwyngyll gogogoch", setting);
    expect(whole).toBe(true);
    expect(width).toBeLessThanOrEqual(100);
    expect(height).toBeCloseTo(2 * 20 * 0.92);
  });

  test("cuts what does not fit, and says so", () => {
    const { height, width, whole } = typeset("Ералаш ".repeat(40).trim(), setting);
    expect(whole).toBe(false);
    expect(width).toBeLessThanOrEqual(100);
    expect(height).toBeCloseTo(3 * 20 * 0.92);
  });

  test("takes Russian forms of Cyrillic letters, not the face's Bulgarian ones", () => {
    // The Bulgarian Л is a hat, like the Greek Λ, and the Bulgarian и is a Latin u.
    const width = (text: string) => Math.round(typeset(text, setting).width * 100);
    expect(width("Л")).not.toBe(width("Λ"));
    expect(width("и")).not.toBe(width("u"));
  });
});

describe("the link card", () => {
  const hostile = [
    { title: '</script><image href="https://evil.example/x.png"/>', year: 1999 },
    { title: "&lt;\u0000\u202e💔", year: null },
    { title: "七人の侍", year: 1954 },
    { title: "x".repeat(200), year: 2001 },
  ];

  test("is a well-formed document without text or anything to load, whatever people typed", () => {
    const svg = sceneOf({ ...bare, heading: "<b>&", posters: hostile });
    const parsed = new new JSDOM("").window.DOMParser().parseFromString(svg, "image/svg+xml");
    expect(parsed.documentElement.tagName).toBe("svg");
    const names = new Set([...parsed.querySelectorAll("*")].map(({ tagName }) => tagName));
    const shapes = ["svg", "g", "path", "circle", "ellipse", "rect"];
    const paint = ["clipPath", "linearGradient", "radialGradient", "stop"];
    expect([...names].filter((name) => ![...shapes, ...paint].includes(name))).toEqual([]);
    expect(parsed.documentElement.textContent).toBe("");
    expect(svg).not.toMatch(/href|NaN|undefined/);
  });

  test("shows a film's own poster where there is one, and draws the others", () => {
    const picture = "data:image/jpeg;base64,/9j/";
    const films = [
      { title: "Ran", year: 1985, picture },
      { title: "Ran", year: 1985, picture: null },
    ];
    const [own, drawn] = films.map((film) => sceneOf({ ...bare, posters: [film] }));
    expect(own!.split(picture)).toHaveLength(2);
    expect(drawn).not.toContain("<image");
  });

  test("has a heading even of a name that nobody can set", () => {
    const heading = (name: string) => sceneOf({ ...bare, heading: name, posters: [] });
    expect(heading("七人の侍")).toBe(heading("Кинолотерея"));
  });
});
