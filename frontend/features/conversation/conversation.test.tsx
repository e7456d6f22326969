import { render, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { anAnswer, anEvaluation, aQuestion, aView } from "@/features/interview-session/testing";
import type { SessionView } from "@/features/interview-session/types";
import { Conversation } from "./conversation";

const show = (view: SessionView) => render(<Conversation view={view}>{null}</Conversation>);

test("a score stands beside its reason", async () => {
  show(aView({ questions: [aQuestion({ status: "answered", answer: anAnswer() })] }));
  const card = within(await screen.findByRole("region", { name: "Score of this answer" }));
  expect(card.getByText("Score: 85/100")).toBeDefined();
  expect(card.getByText("You said what you did yourself.")).toBeDefined();
  expect(card.getByText("End with a number.")).toBeDefined();
  expect(card.getByText("Name the result first.")).toBeDefined();
});

test("a judgement that is still being made says so", async () => {
  const answer = anAnswer({ evaluation: anEvaluation({ status: "pending", score: null }) });
  show(aView({ questions: [aQuestion({ status: "answered", answer })] }));
  expect(await screen.findByText("Scoring your answer…")).toBeDefined();
});

const STANDINGS = [
  [{ status: "pending", score: null }, "You can go on. The score appears here when it is ready."],
  [{ status: "provisional", score: 64 }, "Some words were hard to hear, so take this score with care."],
  [
    { status: "provisional", score: null, flags: ["other_language"] },
    "Answers in this language are kept and not scored yet. It counts as answered.",
  ],
  [
    { status: "scored", score: 64, flags: ["not_calibrated_in_this_language"] },
    "Provisional: not calibrated in this language. The score is counted from signs in the words, with weights that we chose.",
  ],
  [{ status: "not_answered", score: null }, "Not scored: this does not answer the question yet"],
] as const;

test.each(STANDINGS)("%o is told in words", async (changes, words) => {
  const { flags = [], ...judged } = { flags: [], ...changes };
  const evaluation = anEvaluation({ coach_notes: [], ...judged, flags: [...flags] });
  show(aView({ questions: [aQuestion({ status: "answered", answer: anAnswer({ evaluation }) })] }));
  expect(await screen.findByText(words)).toBeDefined();
});

test("the panel has its title and the line of the question", () => {
  show(aView());
  expect(screen.getByRole("heading", { name: "Interview Conversation" })).toBeDefined();
  expect(screen.getByText("Behavioral • Leadership")).toBeDefined();
  expect(screen.queryByRole("timer")).toBeNull();
});

test("timers and scores only at the end are as they were chosen", () => {
  const view = aView();
  show({ ...view, setup: { ...view.setup, timers: true, feedback: "at_end" } });
  expect(screen.getByRole("timer")).toBeDefined();
  expect(screen.getByText("You will see your scores in the report")).toBeDefined();
});

test("spoken words appear as they come", () => {
  const part = { modality: "spoken", text: "So I called them.", at: "2026-11-14T10:01:00Z" } as const;
  show(aView({ questions: [aQuestion({ draft: [part] })] }));
  expect(screen.getByText("Your answer so far")).toBeDefined();
  expect(screen.getByText("So I called them.")).toBeDefined();
});

test("an answer that was spoken and typed is called both, once, below all of it", () => {
  const at = "2026-11-14T10:01:00Z";
  const parts = [
    { modality: "spoken", text: "I led it,", at },
    { modality: "spoken", text: "for a year.", at },
    { modality: "typed", text: "It saved 20 hours.", at },
  ] as const;
  const answer = anAnswer({ parts: [...parts], modality: "spoken" });
  show(aView({ questions: [aQuestion({ status: "answered", answer })] }));
  expect(screen.getByText("I led it, for a year.")).toBeDefined();
  expect(screen.getByText("It saved 20 hours.")).toBeDefined();
  expect(screen.getByText("Spoken and typed")).toBeDefined();
  expect(screen.queryByText("Typed")).toBeNull();
});
