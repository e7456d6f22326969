"use client";

import { Pencil } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Answer, Evaluation } from "@/shared/api/types";
import { modalitiesInWords } from "@/shared/labels";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Disclosure } from "@/shared/ui/disclosure";
import { CorrectionForm } from "./correction-form";
import { canBeCorrected, scoreChange } from "./heard";
import { MarkedAnswer } from "./marked-answer";

type AnswerWordsProps = {
  answer: Answer;
  evaluations: readonly Evaluation[];
  sessionId: string;
  /** The question to practise again. */
  questionId: string;
};

/** What was said, with what it counts for; of spoken words also what was heard, to be put right in place. */
export function AnswerWords({ answer, evaluations, sessionId, questionId }: AnswerWordsProps) {
  const [isCorrecting, setIsCorrecting] = useState(false);
  const open = useRef<HTMLButtonElement>(null);
  const wasCorrecting = useRef(false);
  const [outcome, setOutcome] = useState("");

  // Whoever works by keyboard or ear is back where they began, and hears what came of it.
  useEffect(() => {
    if (wasCorrecting.current && !isCorrecting) open.current?.focus();
    wasCorrecting.current = isCorrecting;
  }, [isCorrecting]);
  const close = (saved: Answer | null) => {
    setIsCorrecting(false);
    setOutcome(saved ? outcomeInWords(saved) : "");
  };

  return (
    <div id={`answer-${answer.id}`} className="scroll-mt-20">
      <div className="mb-1 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h4 className="text-small font-medium text-ink-soft">
          Your answer · {modalitiesInWords(answer.parts, answer.modality)}
        </h4>
        {answer.heard ? <Badge tone="accent">Corrected by you</Badge> : null}
      </div>
      {isCorrecting ? (
        <CorrectionForm answer={answer} sessionId={sessionId} questionId={questionId} onClose={close} />
      ) : (
        <MarkedAnswer answer={answer} evaluations={evaluations} />
      )}
      {answer.heard && !isCorrecting ? (
        <Disclosure title="What was heard" className="mt-2 text-small print:mt-1">
          <p dir="auto" className="whitespace-pre-wrap pl-6 text-ink-soft print:pl-0">
            {answer.heard}
          </p>
        </Disclosure>
      ) : null}
      {canBeCorrected(answer) && !isCorrecting ? (
        <Button
          ref={open}
          look="secondary"
          size="small"
          className="print-hidden mt-3"
          onClick={() => setIsCorrecting(true)}
        >
          <Pencil aria-hidden className="size-4" />
          Correct what was heard
        </Button>
      ) : null}
      <p role="status" className="sr-only">
        {outcome}
      </p>
    </div>
  );
}

function outcomeInWords({ before_correction, evaluation }: Answer): string {
  const change = scoreChange(before_correction, evaluation);
  if (change) return `Saved. Your score was ${change.before} and is ${change.after} after your correction.`;
  return evaluation?.status === "pending" ? "Saved. It is being scored again." : "Saved and scored again.";
}
