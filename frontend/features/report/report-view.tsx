"use client";

import { useQuery } from "@tanstack/react-query";
import { attemptsQuery } from "@/shared/api/queries";
import type { Attempt, Report, ReportQuestion } from "@/shared/api/types";
import { SectionHeading } from "@/shared/ui/card";
import { BeforeAfter } from "./before-after";
import { CompetencyBars } from "./competency-bars";
import { DeliverySection } from "./delivery-section";
import { evaluationsOf } from "./evaluation-words";
import { Overall } from "./overall";
import { PractiseNext } from "./practise-next";
import { ProvisionalNotice } from "./provisional-notice";
import { QuestionThread } from "./question-report";
import { ReportFootnotes } from "./report-footnotes";
import { ReportHeader } from "./report-header";

/** What comes first is what to do next; how each score came about follows, for those who want to know. */
export function ReportView({ report }: { report: Report }) {
  const evaluators = new Set(evaluationsOf(report).map(({ evaluator }) => evaluator));
  const hasMarks = evaluationsOf(report).some(({ dimensions }) =>
    dimensions.some(({ evidence }) => evidence.length > 0),
  );
  const attemptsAt = useAttempts(report.session_id);
  const threads = threadsOf(report.questions);
  return (
    <article className="space-y-12">
      <div className="space-y-6">
        <ReportHeader report={report} />
        <Overall report={report} />
        <ProvisionalNotice report={report} />
      </div>
      {threads.map(([root]) => (
        <BeforeAfter
          key={root.question.id}
          attempts={attemptsAt(root.question.id)}
          sessionId={report.session_id}
        />
      ))}
      <PractiseNext report={report} />
      <CompetencyBars competencies={report.competencies} />
      <section aria-labelledby="question-by-question">
        <SectionHeading
          id="question-by-question"
          aside={
            hasMarks ? "Marked words carry a score; the letters say which dimension they count for" : null
          }
        >
          Question by question
        </SectionHeading>
        <ol className="space-y-6">
          {threads.map((entries) => (
            <li key={entries[0].question.id}>
              <QuestionThread
                sessionId={report.session_id}
                entries={entries}
                attempts={attemptsAt(entries[0].question.id)}
                namesEvaluator={evaluators.size > 1}
              />
            </li>
          ))}
        </ol>
      </section>
      <DeliverySection questions={report.questions} />
      <ReportFootnotes report={report} />
    </article>
  );
}

/** Attempts come after the report: it can be read without them. */
function useAttempts(sessionId: string): (questionId: string) => readonly Attempt[] {
  const { data } = useQuery(attemptsQuery(sessionId));
  return (questionId) =>
    data?.questions.find(({ question_id }) => question_id === questionId)?.attempts ?? [];
}

type Thread = [ReportQuestion, ...ReportQuestion[]];

/** Follow-ups carry the number of their question. */
export function threadsOf(questions: readonly ReportQuestion[]): Thread[] {
  const threads = new Map<number, Thread>();
  for (const entry of questions) {
    const thread = threads.get(entry.question.number);
    if (thread) thread.push(entry);
    else threads.set(entry.question.number, [entry]);
  }
  return [...threads.values()];
}
