import { describe, expect, test } from "vitest";
import { applyEvent, applyEvents, asSessionEvent, laterOf, type SessionEvent } from "./session-events";
import { anAnswer, anEvaluation, aQuestion, aView } from "./testing";

const progress = { answered: 1, total: 5, finished: false };

function event<Type extends SessionEvent["type"]>(
  sequence: number,
  type: Type,
  payload: Extract<SessionEvent, { type: Type }>["payload"],
): SessionEvent {
  return { sequence, type, at: "2026-11-14T10:05:00Z", payload } as SessionEvent;
}

describe("a session followed by its events", () => {
  test("equals the same session read again after a spoken answer and the next question", () => {
    const part = {
      modality: "spoken",
      text: "I led it.",
      at: "2026-11-14T10:01:00Z",
      utterance_id: "u1",
    } as const;
    const answer = anAnswer({ id: "a1", text: "I led it.", parts: [part], modality: "spoken" });
    const next = aQuestion({ id: "q2", number: 2 });
    const { status, answer: _, draft, ...asked } = next;

    const { view, isStale } = applyEvents(aView(), [
      event(2, "utterance.added", { question_id: "q1", part, answer_so_far: "I led it." }),
      event(3, "answer.completed", { question_id: "q1", answer, progress }),
      event(4, "question.asked", { question: asked, say: [] }),
      event(5, "agent.state", { state: "speaking", since: "2026-11-14T10:05:00Z" }),
    ]);

    expect(isStale).toBe(false);
    expect(view).toEqual(
      aView({
        questions: [aQuestion({ status: "answered", answer }), next],
        current_question_id: "q2",
        progress,
        agent: { state: "speaking", since: "2026-11-14T10:05:00Z" },
        last_event_id: 5,
        updated_at: "2026-11-14T10:05:00Z",
      }),
    );
  });

  test("stays at its progress while a follow-up keeps the question open, and moves on with the end", () => {
    const open = { answered: 0, total: 1, finished: false };
    const { status, answer, draft, ...followUp } = aQuestion({ id: "q1f", follow_up_to: "q1" });
    const asked = applyEvents(aView({ progress: open }), [
      event(2, "answer.completed", { question_id: "q1", answer: anAnswer(), progress: open }),
      event(3, "question.asked", { question: followUp, say: [], progress: open }),
    ]).view;
    expect(asked.current_question_id).toBe("q1f");
    expect(asked.progress).toEqual(open);

    const done = { answered: 1, total: 1, finished: true };
    const closed = applyEvent(asked, event(4, "interview.closing", { say: [], progress: done })).view;
    expect(closed.progress).toEqual(done);
  });

  test("is not changed by an event that it has seen", () => {
    const view = aView({ last_event_id: 7 });
    expect(applyEvent(view, event(7, "question.withdrawn", { question_id: "q1" })).view).toBe(view);
  });

  test("keeps an utterance once when it is told twice", () => {
    const part = {
      modality: "spoken",
      text: "Yes.",
      at: "2026-11-14T10:01:00Z",
      utterance_id: "u1",
    } as const;
    const heard = { question_id: "q1", part, answer_so_far: "Yes." };
    const { view } = applyEvents(aView(), [
      event(2, "utterance.added", heard),
      event(3, "utterance.added", heard),
    ]);
    expect(view.questions[0]?.draft).toEqual([part]);
  });

  test("appends words that come after their answer was completed to that answer", () => {
    const late = {
      modality: "spoken",
      text: "And it worked.",
      at: "2026-11-14T10:02:00Z",
      utterance_id: "u2",
    } as const;
    const view = aView({ questions: [aQuestion({ status: "answered", answer: anAnswer() })] });
    const heard = { question_id: "q1", part: late, answer_so_far: "I led it. And it worked." };
    const answer = applyEvent(view, event(2, "utterance.added", heard)).view.questions[0]?.answer;
    expect(answer?.text).toBe("I led it. And it worked.");
    expect(answer?.parts.at(-1)).toEqual(late);
  });

  test("turns a reopened answer into a draft again, and withdraws the question after it", () => {
    const answer = anAnswer();
    const view = aView({
      questions: [aQuestion({ status: "answered", answer }), aQuestion({ id: "q2", number: 2 })],
      current_question_id: "q2",
    });
    const applied = applyEvents(view, [
      event(2, "question.withdrawn", { question_id: "q2" }),
      event(3, "answer.reopened", { question_id: "q1", answer_id: answer.id, progress }),
    ]).view;
    expect(applied.questions).toEqual([aQuestion({ draft: answer.parts })]);
    expect(applied.current_question_id).toBe("q1");
  });

  test("replaces an evaluation only on the answer that it belongs to", () => {
    const view = aView({ questions: [aQuestion({ status: "answered", answer: anAnswer({ id: "a1" }) })] });
    const better = anEvaluation({ score: 91 });
    const right = event(2, "evaluation.updated", { question_id: "q1", answer_id: "a1", evaluation: better });
    const wrong = event(2, "evaluation.updated", { question_id: "q1", answer_id: "a9", evaluation: better });
    expect(applyEvent(view, right).view.questions[0]?.answer?.evaluation?.score).toBe(91);
    expect(applyEvent(view, wrong).view.questions[0]?.answer?.evaluation).toEqual(anAnswer().evaluation);
  });

  test("shows a corrected answer, and those of its thread that are judged again with it", () => {
    const answered = { status: "answered" } as const;
    const view = aView({
      questions: [
        aQuestion({ ...answered, answer: anAnswer() }),
        aQuestion({ ...answered, id: "q1f", follow_up_to: "q1", answer: anAnswer({ id: "a1f" }) }),
      ],
    });
    const evaluation = anEvaluation({ status: "pending", score: null });
    const corrected = anAnswer({ text: "I led them.", heard: "I let them.", evaluation });
    const later = anAnswer({ id: "a1f", evaluation });
    const answers = [
      { question_id: "q1", answer: corrected },
      { question_id: "q1f", answer: later },
    ];
    const applied = applyEvent(view, event(2, "answer.corrected", { answers }));
    expect(applied.isStale).toBe(false);
    expect(applied.view.questions.map(({ answer }) => answer)).toEqual([corrected, later]);
    const unknown = [{ question_id: "q9", answer: corrected }];
    expect(applyEvent(view, event(2, "answer.corrected", { answers: unknown })).isStale).toBe(true);
  });

  test("closes a skipped question", () => {
    const { view } = applyEvent(aView(), event(2, "question.skipped", { question_id: "q1", progress }));
    expect(view.questions[0]?.status).toBe("skipped");
    expect(view.current_question_id).toBeNull();
  });

  test("is finished at the time of the event that says so", () => {
    const finished = { status: "finished", participant_name: "Ada", revision: 1 } as const;
    const { view } = applyEvent(aView(), event(2, "session.changed", finished));
    expect(view).toMatchObject({
      status: "finished",
      participant_name: "Ada",
      finished_at: "2026-11-14T10:05:00Z",
    });
  });

  test("has to be read again after an event about a question it has never seen", () => {
    const applied = applyEvent(aView(), event(2, "question.skipped", { question_id: "q9", progress }));
    expect(applied.isStale).toBe(true);
    expect(applied.view.last_event_id).toBe(2);
  });

  test("has to be read again after an event of a kind that this page does not know", () => {
    const unknown = { sequence: 2, type: "weather.changed", at: "2026-11-14T10:05:00Z", payload: {} };
    const parsed = asSessionEvent(unknown);
    expect(parsed && applyEvent(aView(), parsed).isStale).toBe(true);
  });
});

test("what is no event is refused", () => {
  for (const value of [null, "text", {}, { sequence: "1", type: "agent.state", at: "", payload: {} }]) {
    expect(asSessionEvent(value)).toBeNull();
  }
});

test("a slow response does not turn back what events have told meanwhile", () => {
  const known = aView({ last_event_id: 9 });
  const read = aView({ last_event_id: 4 });
  expect(laterOf(known, read)).toBe(known);
  expect(laterOf(undefined, read)).toBe(read);
  expect(laterOf(aView({ last_event_id: 4 }), read)).toBe(read);
});
