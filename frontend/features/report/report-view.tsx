import type { Report } from "@/shared/api/types";
import { SectionHeading } from "@/shared/ui/card";
import { CompetencyBars } from "./competency-bars";
import { DeliverySection } from "./delivery-section";
import { evaluationsOf } from "./evaluation-words";
import { Overall } from "./overall";
import { PractiseNext } from "./practise-next";
import { QuestionReport } from "./question-report";
import { ReportFootnotes } from "./report-footnotes";
import { ReportHeader } from "./report-header";

/** What comes first is what to do next; how each score came about follows, for those who want to know. */
export function ReportView({ report }: { report: Report }) {
  const evaluators = new Set(evaluationsOf(report).map(({ evaluator }) => evaluator));
  return (
    <article className="space-y-12">
      <div className="space-y-6">
        <ReportHeader report={report} />
        <Overall report={report} />
      </div>
      <PractiseNext report={report} />
      <CompetencyBars competencies={report.competencies} />
      <section aria-labelledby="question-by-question">
        <SectionHeading id="question-by-question">Question by question</SectionHeading>
        <ol className="space-y-6">
          {report.questions.map((entry) => (
            <li key={entry.question.id}>
              <QuestionReport entry={entry} namesEvaluator={evaluators.size > 1} />
            </li>
          ))}
        </ol>
      </section>
      <DeliverySection questions={report.questions} />
      <ReportFootnotes report={report} />
    </article>
  );
}
