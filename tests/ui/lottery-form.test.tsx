import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { lotteryInput } from "#app/domain/lottery/lottery-input.ts";
import { LotteryForm } from "#app/routes/_index/lottery-form.tsx";
import { saveDraft } from "#app/ui/forms/draft-store.ts";
import { show } from "./shown.tsx";

const KEY = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
const THIS_YEAR = 2026;

type Answer = NonNullable<Parameters<typeof LotteryForm>[0]["answer"]>;

/** The form with an action that checks it as the server does; answers what was sent. */
function open({ shared = "" } = {}): { sent: () => Record<string, string>[] } {
  const sent = vi.fn<(fields: Record<string, string>) => void>();
  show([
    {
      index: true,
      path: "/",
      Component: () => (
        <LotteryForm submitKey={KEY} answer={useActionData<Answer>()} shared={shared} thisYear={THIS_YEAR} />
      ),
      action: async ({ request }) => {
        const form = await request.formData();
        sent(Object.fromEntries(form) as Record<string, string>);
        const schema = lotteryInput({ thisYear: THIS_YEAR });
        const submission = parseWithZod(form, { schema, disableAutoCoercion: true });
        return data({ reply: submission.reply({ formErrors: [] }), unsaved: null }, { status: 422 });
      },
    },
  ]);
  return { sent: () => sent.mock.calls.map(([fields]) => fields) };
}

const title = () => screen.findByLabelText("Film title");
const year = () => screen.getByLabelText("Year");
const add = () => screen.getAllByRole("button", { name: "Add" })[0]!;
const tickets = () =>
  screen.queryAllByRole<HTMLInputElement>("textbox", { name: /^Title of film/ }).map(({ value }) => value);

beforeEach(() => localStorage.clear());

describe("adding", () => {
  test("a film becomes a ticket, and typing goes on in the empty line", async () => {
    open();
    await userEvent.type(await title(), "Солярис");
    await userEvent.type(year(), "1972");
    await userEvent.click(add());
    expect(tickets()).toEqual(["Солярис"]);
    expect(screen.getByLabelText("Year of film 1")).toHaveValue("1972");
    expect(await title()).toHaveValue("");
    expect(year()).toHaveValue("");
    expect(await title()).toHaveFocus();
    expect(screen.getByText("1 film of 25")).toBeVisible();
  });

  test("Enter adds too, and a year in brackets is understood", async () => {
    const { sent } = open();
    await userEvent.type(await title(), "Jaws (1975){Enter}");
    expect(tickets()).toEqual(["Jaws"]);
    expect(screen.getByLabelText("Year of film 1")).toHaveValue("1975");
    expect(sent(), "nothing was sent").toEqual([]);
  });

  test("nothing typed is said beside the field, and gone with the next film", async () => {
    open();
    await title();
    await userEvent.click(add());
    expect(await title()).toBeInvalid();
    expect(await title()).toHaveAccessibleDescription(/Write a title\./);
    await userEvent.type(await title(), "Ran{Enter}");
    expect(await title()).toBeValid();
    expect(screen.queryByText("Write a title.")).toBeNull();
  });

  test("a year that cannot be keeps both fields as they are", async () => {
    open();
    await userEvent.type(await title(), "Ran");
    await userEvent.type(year(), "1500{Enter}");
    expect(year()).toHaveAccessibleDescription(/The year must be between 1870 and/);
    expect([await title(), year()].map((field) => (field as HTMLInputElement).value)).toEqual([
      "Ran",
      "1500",
    ]);
    expect(tickets()).toEqual([]);
  });

  test("several lines pasted into the line become several tickets, and what stood there stays", async () => {
    open();
    await userEvent.click(await title());
    await userEvent.paste("1. Сталкер (1979)\r\n2. Ran\r\n\r\n3. Зеркало");
    expect(tickets()).toEqual(["Сталкер", "Ran", "Зеркало"]);
    expect(await title()).toHaveFocus();
  });

  test("one line pasted is just pasted", async () => {
    open();
    await userEvent.click(await title());
    await userEvent.paste("Сталкер\n");
    expect(tickets()).toEqual([]);
    expect(await title()).toHaveValue("Сталкер");
  });

  test("a namesake is pointed out, and with another year allowed", async () => {
    open();
    await userEvent.type(await title(), "Solaris (1972){Enter}");
    await userEvent.type(await title(), "Solaris (2002){Enter}");
    expect(screen.getByLabelText("Title of film 2")).toHaveAccessibleDescription(/Same title as film 1/);
  });
});

describe("removing", () => {
  test("takes that ticket, renumbers the rest, and leaves the focus where typing goes on", async () => {
    open();
    await title();
    for (const film of ["Ran", "Jaws", "M"]) await userEvent.type(await title(), `${film}{Enter}`);
    await userEvent.type(screen.getByLabelText("Title of film 3"), "etropolis");
    await userEvent.click(screen.getByRole("button", { name: "Remove film 2" }));
    expect(tickets()).toEqual(["Ran", "Metropolis"]);
    expect(await title()).toHaveFocus();
    expect(screen.getByText("2 films of 25")).toBeVisible();
  });
});

describe("creating", () => {
  test("sends the tickets and what was not added yet, with the key of the page", async () => {
    const { sent } = open();
    await userEvent.type(await title(), "Ran{Enter}");
    await userEvent.type(await title(), "Jaws (1975)");
    await userEvent.click(screen.getByRole("button", { name: "Create the lottery" }));
    await vi.waitFor(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]).toMatchObject({
      submitKey: KEY,
      "entries[0].title": "Ran",
      "entries[1].title": "Jaws",
      "entries[1].year": "1975",
      title: "",
    });
  });

  test("each problem stands beside its field, and nothing typed is gone", async () => {
    open();
    await userEvent.type(await title(), "Ran{Enter}");
    await userEvent.type(await title(), "Jaws{Enter}");
    await userEvent.type(screen.getByLabelText("Year of film 1"), "1500");
    await userEvent.type(screen.getByLabelText(/^Name of the evening/), "ё".repeat(101));
    await userEvent.click(screen.getByRole("button", { name: "Create the lottery" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Not created yet");
    expect(screen.getByLabelText("Year of film 1")).toHaveAccessibleDescription(/The year must be between/);
    expect(screen.getByLabelText(/^Name of the evening/)).toHaveAccessibleDescription(/longer than 100/);
    expect(screen.getByLabelText("Year of film 2")).toBeValid();
    expect(tickets()).toEqual(["Ran", "Jaws"]);
    expect(screen.getByLabelText("Year of film 1")).toHaveValue("1500");
    expect(screen.getByLabelText(/^Name of the evening/)).toHaveValue("ё".repeat(101));
  });

  test("too few films are said beside the button", async () => {
    open();
    await userEvent.type(await title(), "Ran");
    await userEvent.click(screen.getByRole("button", { name: "Create the lottery" }));
    const alert = await screen.findByRole("alert");
    expect(within(alert).getByText("A lottery needs at least 2 films.")).toBeVisible();
    expect(tickets(), "it became a ticket").toEqual(["Ran"]);
  });
});

describe("the draft", () => {
  const DRAFT = {
    submitKey: "11111111-2222-4333-8444-555555555555",
    name: "Пятница",
    title: "half a ti",
    year: "19",
    several: "",
    entries: [
      { title: "Ran", year: "1985", poster: "", ref: "" },
      { title: "M", year: "", poster: "https://example.org/m.jpg", ref: "" },
    ],
  };

  test.each([
    ["a fresh key, as its own was never sent", { unsure: false }, KEY],
    ["its own key, which may have been used", { unsure: true }, DRAFT.submitKey],
    ["its own key, where an earlier release kept it", {}, DRAFT.submitKey],
  ])("fills an untouched form, with %s", async (_, kept, submitKey) => {
    saveDraft("lottery", { ...DRAFT, ...kept });
    const { sent } = open();
    expect(await screen.findByText("We kept what you typed last time.")).toBeVisible();
    expect(tickets()).toEqual(["Ran", "M"]);
    expect(await title()).toHaveValue("half a ti");
    expect(screen.getByLabelText(/^Name of the evening/)).toHaveValue("Пятница");
    await userEvent.clear(year());
    await userEvent.click(screen.getByRole("button", { name: "Create the lottery" }));
    await vi.waitFor(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]).toMatchObject({
      submitKey,
      "entries[1].poster": "https://example.org/m.jpg",
      "entries[2].title": "half a ti",
    });
  });

  test("is unsure while its form is under way, and sure once the server has judged it", async () => {
    open();
    const unsure = () => (JSON.parse(localStorage.getItem("lottery-draft")!) as { unsure: boolean }).unsure;
    const kept = vi.spyOn(Storage.prototype, "setItem");
    await userEvent.type(await title(), "Ran{Enter}");
    await vi.waitFor(() => expect(unsure()).toBe(false));
    kept.mockClear();
    await userEvent.click(screen.getByRole("button", { name: "Create the lottery" }));
    await vi.waitFor(() =>
      expect(kept.mock.calls.some(([, draft]) => draft.includes('"unsure":true'))).toBe(true),
    );
    await vi.waitFor(() => expect(unsure()).toBe(false));
    kept.mockRestore();
  });

  test.each(["{", '"text"', "[]", "null", '{"entries": 1}'])(
    "that is damaged (%s) is no draft",
    async (damaged) => {
      localStorage.setItem("lottery-draft", damaged);
      open();
      expect(await title()).toHaveValue("");
      expect(screen.queryByText("We kept what you typed last time.")).toBeNull();
    },
  );
});

describe("Enter", () => {
  async function addFilms(...films: string[]): Promise<void> {
    for (const film of films) await userEvent.type(await title(), `${film}{Enter}`);
  }

  test("in the empty line does nothing", async () => {
    const { sent } = open();
    await userEvent.type(await title(), "{Enter}");
    expect([sent(), tickets(), screen.queryByText("Write a title.")]).toEqual([[], [], null]);
    expect(await title()).not.toHaveAttribute("aria-invalid");
  });

  test("in the evening's name creates the lottery", async () => {
    const { sent } = open();
    await addFilms("Ran", "Jaws");
    await userEvent.type(screen.getByLabelText(/^Name of the evening|^Name/), "Friday{Enter}");
    await vi.waitFor(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]).toMatchObject({ name: "Friday", "entries[1].title": "Jaws" });
    expect(sent()[0]).not.toHaveProperty("__intent__");
    expect(sent()[0]).not.toHaveProperty("enter");
  });

  test("in a ticket goes to its next field, and from the last one to the evening's name", async () => {
    const { sent } = open();
    await addFilms("Ran", "Jaws");
    await userEvent.type(screen.getByLabelText("Title of film 1"), "{Enter}");
    expect(screen.getByLabelText("Year of film 1")).toHaveFocus();
    await userEvent.keyboard("1985{Enter}");
    expect(screen.getByLabelText("Title of film 2")).toHaveFocus();
    await userEvent.keyboard("{Enter}{Enter}");
    expect(screen.getByLabelText(/^Name/)).toHaveFocus();
    expect(sent()).toEqual([]);
  });
});

describe("a film that another app shares", () => {
  test("stands in the line, ready to be found or added", async () => {
    open({ shared: "https://www.imdb.com/title/tt0079944/" });
    expect(await title()).toHaveValue("https://www.imdb.com/title/tt0079944/");
  });

  test("loses nothing of the draft that waits here", async () => {
    const entries = [{ title: "Ran", year: "1985", poster: "", ref: "" }];
    const draft = { submitKey: KEY, name: "Friday", title: "Jaws", year: "1975", several: "Alien", entries };
    saveDraft("lottery", draft);
    open({ shared: "Stalker" });
    await vi.waitFor(() => expect(tickets()).toEqual(["Ran"]));
    expect(await title()).toHaveValue("Stalker");
    expect(screen.getByLabelText(/^Name/)).toHaveValue("Friday");
    expect(screen.getByLabelText<HTMLTextAreaElement>(/^One film per line/).value).toBe("Alien\nJaws (1975)");
  });
});
