import { Clock, Sparkles, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import type { Answer, Attempt, Evaluation, ReportQuestion } from "@/shared/api/types";
import { questionKindNames } from "@/shared/labels";
import { Badge } from "@/shared/ui/badge";
import { Card } from "@/shared/ui/card";
import { AnswerWords } from "./answer-words";
import { AttemptsSoFar } from "./attempts-so-far";
import { DimensionScores } from "./dimension-scores";
import { evaluatorNames, flagsInWords, isHardToHear, isProvisional } from "./evaluation-words";
import { ScoreChange } from "./score-change";
import { scoreExplained } from "./score-explained";

type QuestionReportProps = {
  sessionId: string;
  entry: ReportQuestion;
  /** Every judgement of the thread: each may quote any of its answers. */
  evaluations: readonly Evaluation[];
  /** Where one interview was scored by both evaluators, each question says by which. */
  namesEvaluator: boolean;
};

/** A question with its follow-ups: what was said to all of them is one conversation, and is read as one. */
export function QuestionThread({
  sessionId,
  entries,
  attempts,
  namesEvaluator,
}: {
  sessionId: string;
  entries: readonly ReportQuestion[];
  /** Every answer to this question in any interview, oldest first; none where it was asked once. */
  attempts: readonly Attempt[];
  namesEvaluator: boolean;
}) {
  const evaluations = entries.flatMap(({ answer }) => answer?.evaluation ?? []);
  return (
    <Card padding="none" className="divide-y divide-line overflow-hidden">
      {entries.map((entry) => (
        <QuestionReport
          key={entry.question.id}
          sessionId={sessionId}
          entry={entry}
          evaluations={evaluations}
          namesEvaluator={namesEvaluator}
        />
      ))}
      {attempts.length > 1 ? <AttemptsSoFar attempts={attempts} /> : null}
    </Card>
  );
}

function QuestionReport({ sessionId, entry, evaluations, namesEvaluator }: QuestionReportProps) {
  const { question, status, answer } = entry;
  const evaluation = answer?.evaluation ?? null;
  const isFollowUp = question.follow_up_to !== null;
  return (
    <div className={isFollowUp ? "border-l-2 border-l-accent" : undefined}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 p-4 pb-0 sm:p-5 sm:pb-0 print:break-after-avoid">
        <div className="min-w-0 flex-1 basis-80">
          <p className="text-small text-ink-soft">
            {isFollowUp
              ? `Follow-up to question ${question.number}`
              : `Question ${question.number} · ${questionKindNames[question.kind] ?? question.kind} • ${question.competency_name}`}
          </p>
          <h3 dir="auto" className="mt-1 font-semibold">
            {question.text}
          </h3>
        </div>
        <div className="flex flex-col gap-1 sm:items-end">
          <Outcome status={status} evaluation={evaluation} isOfThread={isFollowUp} />
          <ScoreChange answer={answer} />
        </div>
      </div>
      {answer && status !== "skipped" ? (
        <AnswerReport
          sessionId={sessionId}
          questionId={question.follow_up_to ?? question.id}
          answer={answer}
          evaluation={evaluation}
          evaluations={evaluations}
          namesEvaluator={namesEvaluator}
        />
      ) : (
        <WithoutAnswer status={status} />
      )}
    </div>
  );
}

function Outcome({
  status,
  evaluation,
  isOfThread,
}: {
  status: ReportQuestion["status"];
  evaluation: Evaluation | null;
  /** Answers to a follow-up are judged together with those before them. */
  isOfThread: boolean;
}) {
  if (status === "skipped") return <Badge>Skipped</Badge>;
  if (status === "not_reached") return <Badge>Not reached</Badge>;
  if (evaluation === null || evaluation.status === "pending")
    return <Badge tone="info">Being evaluated…</Badge>;
  if (evaluation.status === "skipped") return <Badge>Skipped</Badge>;
  if (evaluation.status === "not_answered") return <Badge>Not counted as an answer</Badge>;
  return (
    <div className="flex items-center gap-3">
      {isProvisional(evaluation) ? <Badge tone="info">Provisional</Badge> : null}
      {typeof evaluation.score === "number" ? (
        <p className="font-semibold tabular-nums">
          {isOfThread ? "Together" : "Score"}: {Math.round(evaluation.score)}/100
        </p>
      ) : null}
    </div>
  );
}

function WithoutAnswer({ status }: { status: ReportQuestion["status"] }) {
  return (
    <p className="p-4 text-ink-soft sm:p-5">
      {status === "skipped"
        ? "You skipped this question. It is shown as coverage and is not part of any score."
        : "The interview ended before this question."}
    </p>
  );
}

type AnswerReportProps = {
  sessionId: string;
  /** The question to practise again: of a follow-up, the one it follows. */
  questionId: string;
  answer: Answer;
  evaluation: Evaluation | null;
  evaluations: readonly Evaluation[];
  namesEvaluator: boolean;
};

function AnswerReport(props: AnswerReportProps) {
  const { answer, evaluation, evaluations, namesEvaluator } = props;
  return (
    <>
      <div className="grid gap-6 p-4 sm:p-5 lg:grid-cols-[1.4fr_1fr]">
        <AnswerWords
          answer={answer}
          evaluations={evaluations}
          sessionId={props.sessionId}
          questionId={props.questionId}
        />
        {evaluation ? <Coaching evaluation={evaluation} namesEvaluator={namesEvaluator} /> : null}
      </div>
      {evaluation && evaluation.dimensions.length > 0 ? (
        <div className="px-4 pb-3 sm:px-5">
          <h4 className="mb-1 text-small font-medium text-ink-soft">How it was scored</h4>
          {scoreExplained(evaluation).map((sentence) => (
            <p key={sentence} className="max-w-prose text-small text-ink-soft">
              {sentence}
            </p>
          ))}
          <DimensionScores dimensions={evaluation.dimensions} answerId={answer.id} />
        </div>
      ) : null}
    </>
  );
}

function Coaching({ evaluation, namesEvaluator }: { evaluation: Evaluation; namesEvaluator: boolean }) {
  const notes = [...evaluation.coach_notes, ...flagsInWords(evaluation.flags)];
  return (
    <div className="space-y-4">
      {isHardToHear(evaluation) ? (
        <CoachingLine icon={<Clock aria-hidden className="size-5 text-info-ink" />} title="Provisional">
          What you said was hard to make out, so this score may be off. Correct what was heard, or confirm it,
          and it is scored again.
        </CoachingLine>
      ) : null}
      {evaluation.strength ? (
        <CoachingLine
          icon={<Sparkles aria-hidden className="size-5 text-accent-ink" />}
          title="What was good"
        >
          {evaluation.strength}
        </CoachingLine>
      ) : null}
      {evaluation.biggest_fix ? (
        <CoachingLine
          icon={<Wrench aria-hidden className="size-5 text-attention-ink" />}
          title="The one biggest fix"
        >
          {evaluation.biggest_fix}
        </CoachingLine>
      ) : null}
      {evaluation.retry_prompt ? (
        <p className="rounded-control bg-sunken p-3 text-small">{evaluation.retry_prompt}</p>
      ) : null}
      {notes.length > 0 ? (
        <ul className="space-y-1 text-small text-ink-soft">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      {namesEvaluator ? (
        <p className="text-small text-ink-soft">Scored by {evaluatorNames[evaluation.evaluator]}.</p>
      ) : null}
    </div>
  );
}

function CoachingLine({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <div className="flex gap-3">
      <span className="mt-0.5 shrink-0">{icon}</span>
      <div>
        <h4 className="font-medium">{title}</h4>
        <p>{children}</p>
      </div>
    </div>
  );
}
