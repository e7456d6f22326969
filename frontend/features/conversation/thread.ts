/** The session as a conversation: what stands in the panel, in order. */
import type {
  AnswerPart,
  Evaluation,
  Modality,
  QuestionWithAnswer,
  SessionView,
} from "@/features/interview-session/types";
import type { OnItsWay } from "./use-send-answer";

export type ThreadItem =
  | { kind: "question"; key: string; question: QuestionWithAnswer; isCurrent: boolean }
  | { kind: "draft"; key: string; parts: AnswerPart[] }
  | { kind: "on-its-way"; key: string; text: string; modality: Modality; isDelayed: boolean }
  | { kind: "answer"; key: string; parts: AnswerPart[]; text: string }
  | { kind: "evaluation"; key: string; evaluation: Evaluation }
  | { kind: "skipped"; key: string; isFollowUp: boolean }
  | { kind: "thinking"; key: string };

/** `onItsWay` is what was sent and is not in the session yet: it stands there at once, marked. */
export function threadOf(view: SessionView, onItsWay: OnItsWay | null = null): ThreadItem[] {
  const items = view.questions.flatMap((question) => {
    const isSent = question.id === onItsWay?.questionId && question.answer === null;
    return itemsOf(question, view.current_question_id, isSent ? onItsWay : null);
  });
  return isThinking(view, onItsWay) ? [...items, { kind: "thinking", key: "thinking" }] : items;
}

/** An answer is being read, and what comes next is not there yet. */
function isThinking(view: SessionView, onItsWay: OnItsWay | null): boolean {
  if (view.progress.finished) return false;
  const isBeingRead = onItsWay !== null && !onItsWay.isDelayed;
  return (
    view.current_question_id === null || (isBeingRead && view.current_question_id === onItsWay.questionId)
  );
}

function itemsOf(
  question: QuestionWithAnswer,
  currentId: string | null,
  onItsWay: OnItsWay | null,
): ThreadItem[] {
  const items: ThreadItem[] = [
    { kind: "question", key: question.id, question, isCurrent: question.id === currentId },
  ];
  const { answer, draft, id } = question;
  if (answer && answer.text.trim() !== "") {
    items.push({ kind: "answer", key: `${id}-answer`, parts: answer.parts, text: answer.text });
  }
  if (!answer && draft.length > 0) items.push({ kind: "draft", key: `${id}-draft`, parts: draft });
  if (onItsWay && onItsWay.text !== "") {
    const { text, modality, isDelayed } = onItsWay;
    items.push({ kind: "on-its-way", key: `${id}-on-its-way`, text, modality, isDelayed });
  }
  if (question.status === "skipped") {
    items.push({ kind: "skipped", key: `${id}-skipped`, isFollowUp: question.follow_up_to !== null });
  } else if (answer?.evaluation) {
    items.push({ kind: "evaluation", key: `${id}-evaluation`, evaluation: answer.evaluation });
  }
  return items;
}

const KINDS: Record<QuestionWithAnswer["kind"], string> = {
  behavioral: "Behavioral",
  technical: "Technical",
  situational: "Situational",
  screening: "Screening",
  motivational: "Motivational",
};

/** The line under the title, such as "Behavioral • Leadership". */
export function topicOf(question: QuestionWithAnswer): string {
  return `${KINDS[question.kind]} • ${question.competency_name}`;
}

export function currentQuestion(view: SessionView): QuestionWithAnswer | null {
  return view.questions.find((question) => question.id === view.current_question_id) ?? null;
}

/** "Question 1 of 5": the number of the question that is open, or of the last one that was. */
export function questionNumber(view: SessionView): number {
  return (currentQuestion(view) ?? view.questions.at(-1))?.number ?? 1;
}
