import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { aQuestion } from "@/features/interview-session/testing";
import { ThreadEntry } from "./thread-items";

test("a follow-up is marked as one, and keeps the number of its question", () => {
  const question = aQuestion({ id: "q2f", number: 2, follow_up_to: "q2", text: "What came of it?" });
  render(<ThreadEntry item={{ kind: "question", key: question.id, question, isCurrent: true }} />);
  expect(screen.getByRole("heading", { name: "Follow-up to question 2" })).toBeTruthy();
});

test("a skipped follow-up says that the answer before it counts", () => {
  render(<ThreadEntry item={{ kind: "skipped", key: "q1f-skipped", isFollowUp: true }} />);
  expect(screen.getByText(/Your answer before it counts/)).toBeTruthy();
});
