/** Sessions as the API gives them, for tests: only what a test is about needs to be said. */
import type { Answer, Evaluation, QuestionWithAnswer, SessionView } from "./types";

export function anEvaluation(changes: Partial<Evaluation> = {}): Evaluation {
  return {
    status: "scored",
    score: 85,
    dimensions: [],
    strength: "You said what you did yourself.",
    biggest_fix: "End with a number.",
    retry_prompt: null,
    coach_notes: ["Name the result first."],
    flags: [],
    evaluator: "embedded",
    ...changes,
  };
}

export function anAnswer(changes: Partial<Answer> = {}): Answer {
  return {
    id: "a1",
    text: "I led it.",
    parts: [{ modality: "typed", text: "I led it.", at: "2026-11-14T10:01:00Z" }],
    modality: "typed",
    answered_at: "2026-11-14T10:01:00Z",
    evaluation: anEvaluation(),
    delivery: null,
    ...changes,
  };
}

export function aQuestion(changes: Partial<QuestionWithAnswer> = {}): QuestionWithAnswer {
  return {
    id: "q1",
    number: 1,
    text: "Tell me about a time you led a team.",
    competency: "leadership",
    competency_name: "Leadership",
    kind: "behavioral",
    follow_up_to: null,
    asked_at: "2026-11-14T10:00:00Z",
    status: "asked",
    answer: null,
    draft: [],
    ...changes,
  };
}

export function aView(changes: Partial<SessionView> = {}): SessionView {
  return {
    session_id: "s1",
    status: "in_progress",
    setup: {
      job_title: "Backend engineer",
      seniority: "mid",
      language: "en",
      question_count: 5,
      interview_type: "mixed",
      job_description: null,
      cv_text: null,
      focus: [],
      skills: [],
      participant_name: "Ada",
      feedback: "each_answer",
      patience: "normal",
      captions: true,
      timers: false,
      follow_ups: true,
      persona: "warm",
      practice_of: null,
    },
    participant_name: "Ada",
    created_at: "2026-11-14T10:00:00Z",
    updated_at: "2026-11-14T10:00:00Z",
    finished_at: null,
    questions: [aQuestion()],
    current_question_id: "q1",
    progress: { answered: 0, total: 5, finished: false },
    agent: { state: "absent", since: null },
    revision: 0,
    last_event_id: 1,
    notes: [],
    ...changes,
  };
}
