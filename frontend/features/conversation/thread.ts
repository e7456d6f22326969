/** The session as a conversation: what stands in the panel, in order. */
import type {
  AnswerPart,
  Evaluation,
  QuestionWithAnswer,
  SessionView,
} from "@/features/interview-session/types";

export type ThreadItem =
  | { kind: "question"; key: string; question: QuestionWithAnswer; isCurrent: boolean }
  | { kind: "draft"; key: string; parts: AnswerPart[] }
  | { kind: "answer"; key: string; parts: AnswerPart[]; text: string }
  | { kind: "evaluation"; key: string; evaluation: Evaluation }
  | { kind: "skipped"; key: string };

export function threadOf(view: SessionView): ThreadItem[] {
  return view.questions.flatMap((question) => itemsOf(question, view.current_question_id));
}

function itemsOf(question: QuestionWithAnswer, currentId: string | null): ThreadItem[] {
  const items: ThreadItem[] = [
    { kind: "question", key: question.id, question, isCurrent: question.id === currentId },
  ];
  const { answer, draft, id } = question;
  if (answer && answer.text.trim() !== "") {
    items.push({ kind: "answer", key: `${id}-answer`, parts: answer.parts, text: answer.text });
  }
  if (!answer && draft.length > 0) items.push({ kind: "draft", key: `${id}-draft`, parts: draft });
  if (question.status === "skipped") items.push({ kind: "skipped", key: `${id}-skipped` });
  else if (answer?.evaluation) {
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
