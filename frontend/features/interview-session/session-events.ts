/**
 * What the event stream tells, and what it does to the session on the page.
 *
 * `applyEvent` is pure: a session that was read once and then followed by its events equals the
 * session read again. What it cannot work out from an event (a question it has never seen, a type
 * it does not know) it says with `isStale`, and the page reads the session again.
 */
import type {
  AgentState,
  Answer,
  AnswerPart,
  Evaluation,
  Progress,
  Question,
  QuestionWithAnswer,
  SessionStatus,
  SessionView,
} from "./types";

type Envelope<Type extends string, Payload> = {
  sequence: number;
  type: Type;
  at: string;
  payload: Payload;
};

export type SessionEvent =
  | Envelope<"question.asked", { question: Question; say: string[]; progress?: Progress }>
  | Envelope<"question.withdrawn", { question_id: string }>
  | Envelope<"utterance.added", { question_id: string; part: AnswerPart; answer_so_far: string }>
  | Envelope<"answer.completed", { question_id: string; answer: Answer; progress: Progress }>
  | Envelope<"answer.reopened", { question_id: string; answer_id: string; progress: Progress }>
  | Envelope<"answer.corrected", { answers: { question_id: string; answer: Answer }[] }>
  | Envelope<"evaluation.updated", { question_id: string; answer_id: string; evaluation: Evaluation | null }>
  | Envelope<"question.skipped", { question_id: string; progress: Progress }>
  | Envelope<"interview.closing", { say: string[]; progress?: Progress }>
  | Envelope<"session.changed", { status: SessionStatus; participant_name: string | null; revision: number }>
  | Envelope<"agent.state", { state: AgentState; since: string | null }>;

export type Applied = { view: SessionView; isStale: boolean };

/** Narrow what came over the wire; null when it has not the shape of an event. */
export function asSessionEvent(value: unknown): SessionEvent | null {
  if (typeof value !== "object" || value === null) return null;
  const { sequence, type, at, payload } = value as Record<string, unknown>;
  const isEnvelope =
    typeof sequence === "number" &&
    typeof type === "string" &&
    typeof at === "string" &&
    typeof payload === "object" &&
    payload !== null;
  return isEnvelope ? (value as SessionEvent) : null;
}

/** Apply events in order; those that the session has seen already change nothing. */
export function applyEvents(view: SessionView, events: readonly SessionEvent[]): Applied {
  let applied: Applied = { view, isStale: false };
  for (const event of events) {
    const next = applyEvent(applied.view, event);
    applied = { view: next.view, isStale: applied.isStale || next.isStale };
  }
  return applied;
}

export function applyEvent(view: SessionView, event: SessionEvent): Applied {
  if (event.sequence <= view.last_event_id) return { view, isStale: false };
  const changed = change(view, event);
  return {
    view: { ...(changed ?? view), last_event_id: event.sequence, updated_at: event.at },
    isStale: changed === null,
  };
}

/** Of two readings of the same session, the later one: a slow response must not turn time back. */
export function laterOf(known: SessionView | undefined, read: SessionView): SessionView {
  return known && known.last_event_id > read.last_event_id ? known : read;
}

function change(view: SessionView, event: SessionEvent): SessionView | null {
  switch (event.type) {
    case "question.asked":
      return ask(view, event.payload.question, event.payload.progress);
    case "question.withdrawn":
      return withdraw(view, event.payload.question_id);
    case "utterance.added":
      return hear(view, event.payload);
    case "answer.completed":
      return complete(view, event.payload);
    case "answer.reopened":
      return reopen(view, event.payload);
    case "answer.corrected":
      return correct(view, event.payload.answers);
    case "evaluation.updated":
      return judge(view, event.payload);
    case "question.skipped":
      return skip(view, event.payload);
    case "interview.closing":
      return { ...view, current_question_id: null, progress: event.payload.progress ?? view.progress };
    case "session.changed":
      return changeSession(view, event);
    case "agent.state":
      return { ...view, agent: { state: event.payload.state, since: event.payload.since } };
    default:
      return null;
  }
}

/** Only what is asked next tells whether the question before is done with: a follow-up keeps it open. */
function ask(view: SessionView, question: Question, progress: Progress = view.progress): SessionView {
  const isKnown = view.questions.some((known) => known.id === question.id);
  const asked: QuestionWithAnswer = { ...question, status: "asked", answer: null, draft: [] };
  return {
    ...view,
    questions: isKnown ? view.questions : [...view.questions, asked],
    current_question_id: question.id,
    progress,
  };
}

function withdraw(view: SessionView, questionId: string): SessionView {
  const wasCurrent = view.current_question_id === questionId;
  return {
    ...view,
    questions: view.questions.filter((question) => question.id !== questionId),
    current_question_id: wasCurrent ? null : view.current_question_id,
  };
}

function hear(
  view: SessionView,
  heard: { question_id: string; part: AnswerPart; answer_so_far: string },
): SessionView | null {
  return withQuestion(view, heard.question_id, (question) => {
    const parts = question.answer?.parts ?? question.draft;
    const isKnown =
      heard.part.utterance_id != null && parts.some((part) => part.utterance_id === heard.part.utterance_id);
    if (isKnown) return question;
    if (!question.answer) return { ...question, draft: [...question.draft, heard.part] };
    // Words that were still being recognised when the answer was completed belong to it.
    const answer = {
      ...question.answer,
      parts: [...question.answer.parts, heard.part],
      text: heard.answer_so_far,
    };
    return { ...question, answer };
  });
}

function complete(
  view: SessionView,
  done: { question_id: string; answer: Answer; progress: Progress },
): SessionView | null {
  const changed = withQuestion(view, done.question_id, (question) => ({
    ...question,
    status: "answered",
    answer: done.answer,
    draft: [],
  }));
  return changed && { ...closeQuestion(changed, done.question_id), progress: done.progress };
}

function reopen(
  view: SessionView,
  reopened: { question_id: string; progress: Progress },
): SessionView | null {
  const changed = withQuestion(view, reopened.question_id, (question) => ({
    ...question,
    status: "asked",
    draft: question.answer?.parts ?? question.draft,
    answer: null,
  }));
  return (
    changed && {
      ...changed,
      current_question_id: reopened.question_id,
      progress: reopened.progress,
    }
  );
}

/** The answer that was put right, and those of its thread that are judged with it. */
function correct(
  view: SessionView,
  answers: readonly { question_id: string; answer: Answer }[],
): SessionView | null {
  return answers.reduce<SessionView | null>(
    (changed, { question_id, answer }) =>
      changed && withQuestion(changed, question_id, (question) => ({ ...question, answer })),
    view,
  );
}

function judge(
  view: SessionView,
  judged: { question_id: string; answer_id: string; evaluation: Evaluation | null },
): SessionView | null {
  return withQuestion(view, judged.question_id, (question) =>
    question.answer?.id === judged.answer_id
      ? { ...question, answer: { ...question.answer, evaluation: judged.evaluation } }
      : question,
  );
}

function skip(view: SessionView, skipped: { question_id: string; progress: Progress }): SessionView | null {
  const changed = withQuestion(view, skipped.question_id, (question) => ({
    ...question,
    status: "skipped",
  }));
  return changed && { ...closeQuestion(changed, skipped.question_id), progress: skipped.progress };
}

function changeSession(
  view: SessionView,
  event: Extract<SessionEvent, { type: "session.changed" }>,
): SessionView {
  const { status, participant_name, revision } = event.payload;
  const finishedAt = status === "finished" ? (view.finished_at ?? event.at) : view.finished_at;
  return { ...view, status, participant_name, revision, finished_at: finishedAt };
}

function closeQuestion(view: SessionView, questionId: string): SessionView {
  return view.current_question_id === questionId ? { ...view, current_question_id: null } : view;
}

function withQuestion(
  view: SessionView,
  questionId: string,
  edit: (question: QuestionWithAnswer) => QuestionWithAnswer,
): SessionView | null {
  if (!view.questions.some((question) => question.id === questionId)) return null;
  return {
    ...view,
    questions: view.questions.map((question) => (question.id === questionId ? edit(question) : question)),
  };
}
