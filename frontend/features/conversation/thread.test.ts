import { expect, test } from "vitest";
import { anAnswer, aQuestion, aView } from "@/features/interview-session/testing";
import { questionNumber, threadOf, topicOf } from "./thread";
import { runsOf } from "./thread-items";

const spoken = { modality: "spoken", text: "So far.", at: "2026-11-14T10:01:00Z" } as const;

test("the conversation goes question, answer, score, question, answer so far", () => {
  const view = aView({
    questions: [
      aQuestion({ status: "answered", answer: anAnswer() }),
      aQuestion({ id: "q2", number: 2, draft: [spoken] }),
    ],
    current_question_id: "q2",
  });
  expect(threadOf(view).map((item) => item.kind)).toEqual([
    "question",
    "answer",
    "evaluation",
    "question",
    "draft",
  ]);
});

test("a question that was skipped says so once, and shows no score", () => {
  const view = aView({ questions: [aQuestion({ status: "skipped", answer: anAnswer({ text: "" }) })] });
  expect(threadOf(view).map((item) => item.kind)).toEqual(["question", "skipped"]);
});

test("a skipped follow-up is told apart from a skipped question", () => {
  const followUp = aQuestion({ id: "q1f", follow_up_to: "q1", status: "skipped" });
  const view = aView({ questions: [aQuestion({ status: "answered", answer: anAnswer() }), followUp] });
  expect(threadOf(view).at(-1)).toMatchObject({ kind: "skipped", isFollowUp: true });
});

test("without feedback after each answer there is no score in the conversation", () => {
  const view = aView({
    questions: [aQuestion({ status: "answered", answer: anAnswer({ evaluation: null }) })],
  });
  expect(threadOf(view).map((item) => item.kind)).toEqual(["question", "answer"]);
});

test("the line under the title names kind and competency", () => {
  expect(topicOf(aQuestion())).toBe("Behavioral • Leadership");
});

test("between two questions the number stays at the last one", () => {
  const view = aView({ questions: [aQuestion({ number: 3 })], current_question_id: null });
  expect(questionNumber(view)).toBe(3);
});

test("parts that follow each other in one modality read as one text", () => {
  const typed = { ...spoken, modality: "typed", text: "Typed." } as const;
  expect(runsOf([spoken, spoken, typed]).map(({ modality, text }) => [modality, text])).toEqual([
    ["spoken", "So far. So far."],
    ["typed", "Typed."],
  ]);
});
