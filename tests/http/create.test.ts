import { describe, expect, test } from "vitest";
import { textOf, textsOf, linkTo } from "#tests/support/html.ts";
import { problemsOf, ticketsOf, valueOf } from "#tests/support/forms.ts";
import { ADD, arrive, CREATE, EVENING, formWith } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Answer } from "#tests/support/visitor.ts";

const server = await sharedServer();

const enterOf = ({ document }: Answer) => document.querySelector<HTMLButtonElement>("[name=enter]")!;

describe("the form without JavaScript", () => {
  test("films are added one by one, removed, and become a lottery with a link to share", async () => {
    const host = server.visitor();
    let page = await arrive(host);
    page = await host.press(page, ADD, { title: "Солярис", year: "1972" });
    expect(page.status).toBe(200);
    page = await host.press(page, ADD, { title: "Jaws (1975)" });
    page = await host.press(page, ADD, { title: "  Blade   Runner ", year: "1982" });
    expect(ticketsOf(page.document)).toEqual([
      { title: "Солярис", year: "1972" },
      { title: "Jaws", year: "1975" },
      { title: "Blade Runner", year: "1982" },
    ]);
    expect(valueOf(page.document, "title")).toBe("");
    expect(textOf(page.document, ".hat-count")).toBe("3 films of 25");

    page = await host.press(page, "Remove film 2");
    expect(ticketsOf(page.document).map(({ title }) => title)).toEqual(["Солярис", "Blade Runner"]);

    const created = await host.press(page, CREATE, { name: "Пятница у Ани" });
    expect(created.status).toBe(303);
    expect(created.location).toMatch(/^\/l\/[2-9a-z]{10}$/);

    const shared = await host.follow(created);
    expect(shared.status).toBe(200);
    expect(textOf(shared.document, "h1")).toBe("Пятница у Ани");
    expect(textOf(shared.document, ".lottery-told")).toBe("The lottery is ready. Send the link!");
    const link = shared.document.querySelector<HTMLInputElement>("#share-link");
    expect(link?.value).toBe(server.url + created.location);
    expect(link?.readOnly).toBe(true);
    expect(textsOf(shared.document, ".candidates .movie-name")).toEqual([
      "Солярис 1972",
      "Blade Runner 1982",
    ]);
    expect(textOf((await host.follow(created)).document, ".notice"), "said only once").toBe("");
  });

  test("Enter presses a button that adds what is typed, and does nothing when nothing is", async () => {
    const host = server.visitor();
    let page = await arrive(host);
    const [first] = page.document.querySelectorAll<HTMLButtonElement>(".lottery-form button");
    expect([first?.name, first?.tabIndex]).toEqual(["enter", -1]);
    page = await host.press(page, first!, { title: "Солярис", year: "1972" });
    page = await host.press(page, enterOf(page), { name: "Пятница" });
    expect([page.status, problemsOf(page.document, "title"), valueOf(page.document, "name")]).toEqual([
      200,
      "",
      "Пятница",
    ]);
    expect(ticketsOf(page.document)).toEqual([{ title: "Солярис", year: "1972" }]);
    const faulty = await host.press(page, enterOf(page), { year: "1200" });
    expect([faulty.status, valueOf(faulty.document, "year")]).toEqual([422, "1200"]);
  });

  test("what another app shares stands in the line", async () => {
    const query = new URLSearchParams({ "shared-text": "Сталкер https://boxd.it/1", "shared-url": "" });
    const { document } = await server.visitor().get(`/?${query.toString()}`);
    expect(valueOf(document, "title")).toBe("Сталкер");
  });

  test("a pasted list becomes entries, bullets and years understood", async () => {
    const host = server.visitor();
    const several = "1. Сталкер (1979)\r\n2. 2001: A Space Odyssey (1968)\r\n\r\n3. Амели\r\n";
    const page = await host.press(await arrive(host), ADD, { several });
    expect(ticketsOf(page.document)).toEqual([
      { title: "Сталкер", year: "1979" },
      { title: "2001: A Space Odyssey", year: "1968" },
      { title: "Амели", year: "" },
    ]);
    expect(valueOf(page.document, "several")).toBe("");
  });

  test("a pasted list that does not fit any more stays in its field, with all the rest", async () => {
    const host = server.visitor();
    const list = (name: string) => Array.from({ length: 100 }, (_, index) => `${name} ${index}`).join("\r\n");
    let page = await host.press(await arrive(host), ADD, { several: list("Ералаш") });
    expect(page.status).toBe(200);
    page = await host.press(page, ADD, { several: list("Фитиль"), title: "Ran", name: "Много" });
    expect(page.status).toBe(422);
    expect(problemsOf(page.document, "several")).toBe(
      "That doesn’t fit: the list has room for 125 films. Remove some first.",
    );
    expect(valueOf(page.document, "several").replaceAll("\n", "\r\n")).toBe(list("Фитиль"));
    expect(ticketsOf(page.document)).toHaveLength(101);
    expect(ticketsOf(page.document).at(-1)?.title, "the single line fitted").toBe("Ran");
    expect(valueOf(page.document, "name")).toBe("Много");
    expect(page.document.querySelector<HTMLDetailsElement>(".composer-several")?.open).toBe(true);
    const removed = await host.press(page, "Remove film 1");
    expect(removed.status).toBe(200);
    expect(ticketsOf(removed.document)).toHaveLength(100);
    expect(valueOf(removed.document, "several")).toContain("Фитиль 99");
    expect((await host.press(removed, CREATE)).status).toBe(422);
  });

  test("what was typed but not added is taken along by Create", async () => {
    const host = server.visitor();
    const page = await host.press(await arrive(host), ADD, { title: "Vertigo", year: "1958" });
    const created = await host.press(page, CREATE, { title: "Зеркало", year: "1975" });
    expect(created.status).toBe(303);
    const { document } = await host.follow(created);
    expect(textsOf(document, ".candidates .movie-name")).toEqual(["Vertigo 1958", "Зеркало 1975"]);
  });

  test("adding nothing says so beside the field", async () => {
    const host = server.visitor();
    const page = await host.press(await arrive(host), ADD);
    expect(page.status).toBe(422);
    expect(problemsOf(page.document, "title")).toBe("Write a title.");
    expect(ticketsOf(page.document)).toEqual([]);
  });

  test("a poster's address is kept and shown", async () => {
    const host = server.visitor();
    const address = "https://example.org/solaris.jpg?w=200&h=300";
    const created = await host.post("/?index", formWith(EVENING, { "entries[0].poster": address }));
    const { document } = await host.follow(created);
    const shown = document.querySelector(".candidates img")?.getAttribute("src") ?? "";
    expect(new URL(shown, server.url).searchParams.get("from")).toBe(address);
  });

  test("one title with two years is two films, pointed out and allowed", async () => {
    const host = server.visitor();
    const films = [
      ["Solaris", 1972],
      ["Solaris", 2002],
    ] as const;
    const insert = JSON.stringify({ type: "insert", payload: { name: "entries" } });
    const added = await host.post("/?index", formWith(films, { title: "Ran", __intent__: insert }));
    expect(added.status).toBe(200);
    expect(textOf(added.document, "#entry-1-title-hint")).toBe(
      "Same title as film 1. If it’s a different film, all is well.",
    );
    expect((await host.press(added, CREATE)).status).toBe(303);
  });

  test("the poster wall shows the club's films after the first lottery", async () => {
    const host = server.visitor();
    await arrive(host);
    await host.post(
      "/?index",
      formWith([
        ["Дракула", 1931],
        ["Rear Window", 1954],
      ]),
    );
    const { document } = await arrive(host);
    expect(textsOf(document, ".backdrop .poster-title").slice(0, 2)).toEqual(["Дракула", "Rear Window"]);
    expect(textsOf(document, ".backdrop .poster")).toHaveLength(20);
    expect(textsOf(document, ".recent-lotteries .row-facts")[0]).toMatch(/^2 films/);
  });
});

describe("the same form again", () => {
  const lotteries = async (key: string) => {
    const rows: unknown[] = await server.db("lotteries").where({ submit_key: key }).select("id");
    return rows.length;
  };

  test("the same key with the same films leads to the same lottery", async () => {
    const host = server.visitor();
    await arrive(host);
    const form = formWith(EVENING);
    const first = await host.post("/?index", form);
    const second = await host.post("/?index", form);
    expect([second.status, second.location]).toEqual([303, first.location]);
    expect(await lotteries(form.submitKey!)).toBe(1);
  });

  test("the same key with other films is a question, and pressing again makes a second lottery", async () => {
    const host = server.visitor();
    await arrive(host);
    const form = formWith(EVENING, { name: "Friday" });
    const first = await host.post("/?index", form);
    const changed = await host.post("/?index", { ...form, "entries[0].title": "Метрополис" });
    expect(changed.status).toBe(409);
    expect(linkTo(changed.document, "Open the saved lottery")).toBe(first.location);
    expect(ticketsOf(changed.document)[0]?.title).toBe("Метрополис");
    expect(valueOf(changed.document, "name")).toBe("Friday");
    const key = valueOf(changed.document, "submitKey");
    expect(key).not.toBe(form.submitKey);
    const second = await host.press(changed, CREATE);
    expect(second.status).toBe(303);
    expect(second.location).not.toBe(first.location);
    expect(await lotteries(form.submitKey!)).toBe(1);
  });

  test("two identical posts at the same moment make one lottery", async () => {
    const host = server.visitor();
    await arrive(host);
    const form = formWith(EVENING);
    const both = await Promise.all([host.post("/?index", form), host.post("/?index", form)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(new Set(both.map(({ location }) => location)).size).toBe(1);
    expect(await lotteries(form.submitKey!)).toBe(1);
  });
});
