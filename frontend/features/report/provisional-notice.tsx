import type { Report, ReportQuestion } from "@/shared/api/types";
import { Notice } from "@/shared/ui/notice";
import { isHardToHear } from "./evaluation-words";
import { canBeCorrected } from "./heard";

/** Scores that stand on words nobody is sure of, and the way to where they can be put right. */
export function ProvisionalNotice({ report }: { report: Report }) {
  const doubted = report.questions.filter(isDoubted);
  if (doubted.length === 0) return null;
  return (
    <Notice
      className="print-hidden"
      title={
        doubted.length === 1
          ? "One answer was hard to make out, so its score is provisional"
          : `${doubted.length} answers were hard to make out, so their scores are provisional`
      }
    >
      Check what was heard and put right what was misheard: it is scored again.{" "}
      {doubted.map(({ question, answer }, index) => (
        <span key={question.id}>
          {index > 0 ? " · " : null}
          <a
            href={`#answer-${answer?.id}`}
            className="rounded-control font-medium underline underline-offset-4 hover:text-accent-ink"
          >
            Question {question.number}
            {question.follow_up_to ? ", follow-up" : ""}
          </a>
        </span>
      ))}
    </Notice>
  );
}

function isDoubted({ status, answer }: ReportQuestion): boolean {
  if (status !== "answered" || !answer?.evaluation) return false;
  return isHardToHear(answer.evaluation) && canBeCorrected(answer);
}
