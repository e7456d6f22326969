import type { QuestionWithAnswer } from "@/features/interview-session/types";
import { Button } from "@/shared/ui/button";
import { Notice } from "@/shared/ui/notice";
import type { AnswerDraft } from "./answer-draft";
import type { Answering } from "./use-send-answer";

type ComposerNoticesProps = {
  answering: Answering;
  draft: AnswerDraft;
  doneTrouble: string | null;
  skipTrouble: { title: string; detail: string } | null;
  question: QuestionWithAnswer | null;
};

/** What stands between the candidate and a sent answer: what happened, what was kept, what to do. */
export function ComposerNotices({
  answering,
  draft,
  doneTrouble,
  skipTrouble,
  question,
}: ComposerNoticesProps) {
  const { sending, tryNow, dismiss } = answering;
  if (sending.kind === "waiting") {
    return (
      <Notice
        tone="attention"
        role="status"
        className="mb-3"
        title="Your answer is kept here. Trying again…"
        action={
          <Button size="small" look="secondary" onClick={tryNow}>
            Try now
          </Button>
        }
      >
        The interview server did not answer. Nothing you wrote is lost, even if you close this page.
      </Notice>
    );
  }
  if (sending.kind === "refused") {
    return (
      <Notice
        tone="attention"
        role="alert"
        className="mb-3"
        title={sending.title}
        action={
          <Button size="small" look="secondary" onClick={dismiss}>
            OK
          </Button>
        }
      >
        {sending.detail}
      </Notice>
    );
  }
  if (skipTrouble) {
    return (
      <Notice tone="attention" role="alert" className="mb-3" title={skipTrouble.title}>
        {skipTrouble.detail}
      </Notice>
    );
  }
  if (doneTrouble) {
    return (
      <Notice tone="info" role="status" className="mb-3">
        {doneTrouble}
      </Notice>
    );
  }
  if (draft.writtenFor !== null && question && draft.writtenFor !== question.number) {
    return (
      <Notice
        tone="info"
        role="status"
        className="mb-3"
        title="The interview moved on while you were writing"
      >
        Your text for question {draft.writtenFor} is kept below. Sending it answers question {question.number}
        .
      </Notice>
    );
  }
  return null;
}
