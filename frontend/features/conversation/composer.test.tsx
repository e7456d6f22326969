import { QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { RoomLink } from "@/features/interview-room/room-link";
import { anAnswer, aQuestion, aView } from "@/features/interview-session/testing";
import type { SessionView } from "@/features/interview-session/types";
import { makeQueryClient } from "@/shared/api/provider";
import { Composer } from "./composer";
import { Conversation } from "./conversation";
import { useSendAnswer } from "./use-send-answer";

const turn = {
  answer_id: "a1",
  evaluation: null,
  progress: { answered: 1, total: 5, finished: false },
  next_question: null,
  say: [],
};
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const refusal = (slug: string, status: number) =>
  json({ type: `/problems/${slug}`, title: slug, detail: "Detail.", status, instance: "" }, status);

type Sent = { path: string; body: Record<string, unknown>; key: string | null };

/** The API at the edge of the page: what was posted to it, and what it says. */
function fakeApi(...responses: (Response | Error)[]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    if (request.method !== "POST") return json(aView());
    sent.push({ path, body: await request.json(), key: request.headers.get("Idempotency-Key") });
    const response = responses.shift() ?? json(turn);
    if (response instanceof Error) throw response;
    return response;
  });
  return sent;
}

/** An API that answers when it is told to. */
function fakeSlowApi(): { answer: () => void } {
  let answer = () => {};
  vi.stubGlobal("fetch", (request: Request) =>
    request.method === "POST"
      ? new Promise<Response>((resolve) => {
          answer = () => resolve(json(turn));
        })
      : Promise.resolve(json(aView())),
  );
  return { answer: () => answer() };
}

/** As on the page: what has been sent stands in the conversation while it is being saved. */
function Answering({ view, link, isHeard }: { view: SessionView; link: RoomLink | null; isHeard: boolean }) {
  const answering = useSendAnswer(view.session_id);
  return (
    <Conversation view={view} onItsWay={answering.onItsWay}>
      <Composer view={view} answering={answering} link={link} isHeard={isHeard} />
    </Conversation>
  );
}

type Given = { view?: SessionView; link?: RoomLink | null; isHeard?: boolean };

function renderComposer({ view = aView(), link = null, isHeard = false }: Given = {}) {
  const client = makeQueryClient();
  const page = (shown: SessionView) => (
    <QueryClientProvider client={client}>
      <Answering view={shown} link={link} isHeard={isHeard} />
    </QueryClientProvider>
  );
  const { rerender, unmount } = render(page(view));
  return { show: (next: SessionView) => rerender(page(next)), unmount };
}

const box = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Your answer" });
const aLink = (accepts: boolean): RoomLink => ({
  done: vi.fn(async () => accepts),
  repeat: vi.fn(async () => true),
  mute: vi.fn(async () => {}),
});

describe("typing an answer", () => {
  let user: ReturnType<typeof userEvent.setup>;
  beforeEach(() => {
    user = userEvent.setup();
  });

  test("Enter sends it with a key, and empties the box when it is taken", async () => {
    const sent = fakeApi();
    renderComposer();
    await user.type(box(), "I led it.{Enter}");
    await waitFor(() => expect(box().value).toBe(""));
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).toEqual({
      session_id: "s1",
      question_id: "q1",
      answer: "I led it.",
      modality: "typed",
    });
    expect(sent[0]?.key).toMatch(/[0-9a-f-]{36}/);
  });

  test("Shift+Enter breaks the line", async () => {
    const sent = fakeApi();
    renderComposer();
    await user.type(box(), "one{Shift>}{Enter}{/Shift}two");
    expect(box().value).toBe("one\ntwo");
    expect(sent).toEqual([]);
  });

  test("what is typed survives the page being left", async () => {
    fakeApi();
    const { unmount } = renderComposer();
    await user.type(box(), "half an answer");
    unmount();
    renderComposer();
    expect(box().value).toBe("half an answer");
  });

  test("what is typed survives the tab being closed, in the next one", async () => {
    fakeApi();
    const { unmount } = renderComposer();
    await user.type(box(), "half an answer");
    fireEvent(window, new Event("pagehide"));
    unmount();
    sessionStorage.clear();
    renderComposer();
    expect(box().value).toBe("half an answer");
  });

  test("what another tab types for the same question does not come into this box", async () => {
    fakeApi();
    const { show } = renderComposer();
    await user.type(box(), "from this tab{Enter}");
    const key = "hirecoach.draft.s1.q1";
    const theirs = JSON.stringify({
      text: "from the other tab",
      transcribed: null,
      attempt: null,
      writtenFor: null,
    });
    localStorage.setItem(key, theirs);
    fireEvent(window, new StorageEvent("storage", { key, newValue: theirs }));
    await waitFor(() => expect(screen.queryByText("Your answer, being saved…")).toBeNull());
    const answered = aQuestion({ status: "answered", answer: anAnswer({ text: "from this tab" }) });
    show(aView({ questions: [answered, aQuestion({ id: "q2", number: 2 })], current_question_id: "q2" }));
    expect(box().value).toBe("");
    expect(screen.queryByText("The interview moved on while you were writing")).toBeNull();
  });

  test("a network that is down keeps the text and the key, and sends again", async () => {
    const sent = fakeApi(new TypeError("no network"));
    renderComposer();
    await user.type(box(), "I led it.{Enter}");
    expect(await screen.findByText("Your answer is kept here. Trying again…")).toBeDefined();
    expect(screen.getByText("Your answer, not saved yet")).toBeDefined();
    expect(screen.getByText("I led it.")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Try now" }));
    await waitFor(() => expect(screen.queryByText("Your answer is kept here. Trying again…")).toBeNull());
    expect(sent[0]?.key).toBe(sent[1]?.key);
  });

  test("a sent answer stands in the conversation at once, and the box takes the next words", async () => {
    const { answer } = fakeSlowApi();
    renderComposer();
    await user.type(box(), "I led it.{Enter}");
    expect(screen.getByText("Your answer, being saved…")).toBeDefined();
    expect(screen.getByText("I led it.")).toBeDefined();
    expect(screen.getByText("Thinking about your answer…")).toBeDefined();
    await user.type(box(), "And then");
    expect(box().value).toBe("And then");
    await act(async () => answer());
    await waitFor(() => expect(screen.queryByText("Your answer, being saved…")).toBeNull());
    expect(box().value).toBe("And then");
  });

  test("a page that is closed while its answer is on its way has it in the box again", async () => {
    fakeSlowApi();
    const { unmount } = renderComposer();
    await user.type(box(), "I led it.{Enter}");
    expect(box().value).toBe("");
    unmount();
    renderComposer();
    expect(box().value).toBe("I led it.");
  });

  test("a question that was answered elsewhere meanwhile leaves the text in the box", async () => {
    fakeApi(refusal("question-already-answered", 409));
    renderComposer();
    await user.type(box(), "I led it.{Enter}");
    expect(await screen.findByText("This question already has an answer")).toBeDefined();
    expect(box().value).toBe("I led it.");
  });

  test("text that is still being written goes along when the interview moves on", async () => {
    fakeApi();
    const { show } = renderComposer();
    await user.type(box(), "unsent");
    const answered = aQuestion({ status: "answered", answer: anAnswer({ text: "said by voice" }) });
    show(aView({ questions: [answered, aQuestion({ id: "q2", number: 2 })], current_question_id: "q2" }));
    expect(await screen.findByText("The interview moved on while you were writing")).toBeDefined();
    expect(box().value).toBe("unsent");
  });

  test("a press of Send that was meant for the question before answers nothing", async () => {
    const sent = fakeApi();
    const { show } = renderComposer();
    await user.type(box(), "meant for the first");
    const answered = aQuestion({ status: "answered", answer: anAnswer({ text: "sent from another tab" }) });
    show(aView({ questions: [answered, aQuestion({ id: "q2", number: 2 })], current_question_id: "q2" }));
    await screen.findByText("The interview moved on while you were writing");
    await user.click(screen.getByRole("button", { name: "Send" }));
    expect(sent).toEqual([]);
    expect(box().value).toBe("meant for the first");
  });

  test("20,001 characters cannot be sent, and the box says how many are too many", () => {
    fakeApi();
    renderComposer();
    fireEvent.change(box(), { target: { value: "👍".repeat(20_001) } });
    expect(screen.getByText("1 too many")).toBeDefined();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
    fireEvent.change(box(), { target: { value: "👍".repeat(20_000) } });
    expect(screen.getByText("0 characters left")).toBeDefined();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(false);
  });
});

describe("Done", () => {
  const spoken = { modality: "spoken", text: "I led it.", at: "2026-11-14T10:01:00Z" } as const;
  const withWords = aView({ questions: [aQuestion({ draft: [spoken] })] });

  test("is the one thing to do while the interviewer listens, and the space bar does it", async () => {
    const sent = fakeApi();
    const link = aLink(true);
    renderComposer({ link, isHeard: true });
    await act(async () => fireEvent.keyDown(document.body, { key: " " }));
    expect(link.done).toHaveBeenCalledExactlyOnceWith("q1");
    expect(sent).toEqual([]);
  });

  test("leaves the space bar to the box while somebody types", async () => {
    fakeApi();
    const link = aLink(true);
    renderComposer({ link, isHeard: true });
    await userEvent.setup().type(box(), "two words");
    expect(link.done).not.toHaveBeenCalled();
    expect(screen.queryByRole("button", { name: /^Done/ })).toBeNull();
  });

  test("asks the API when no interviewer takes it", async () => {
    const sent = fakeApi();
    renderComposer({ view: withWords, link: aLink(false), isHeard: true });
    fireEvent.click(screen.getByRole("button", { name: /^Done/ }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body).toMatchObject({ question_id: "q1", answer: "", modality: "spoken" });
  });

  test("says so when nothing has been heard yet", async () => {
    fakeApi();
    renderComposer({ link: aLink(false), isHeard: true });
    fireEvent.click(screen.getByRole("button", { name: /^Done/ }));
    expect(await screen.findByText(/I have not heard an answer yet/)).toBeDefined();
  });

  test("is not there in text mode before anything was said, and is when words are stored", () => {
    fakeApi();
    const { show } = renderComposer();
    expect(screen.queryByRole("button", { name: /^Done/ })).toBeNull();
    show(withWords);
    expect(screen.getByRole("button", { name: /^Done/ })).toBeDefined();
  });
});

test("a question can be skipped", async () => {
  const sent = fakeApi();
  renderComposer();
  fireEvent.click(screen.getByRole("button", { name: "Skip this question" }));
  await waitFor(() =>
    expect(sent).toEqual([{ path: "/interview/session/s1/skip", body: { question_id: "q1" }, key: null }]),
  );
});
