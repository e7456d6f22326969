import Link from "next/link";
import type { Report } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { DeleteInterview } from "./delete-interview";
import { gates } from "./score-explained";

/** What to keep in mind about the figures, and the ways on from here. */
export function ReportFootnotes({ report }: { report: Report }) {
  return (
    <section aria-labelledby="good-to-know" className="space-y-6 border-t border-line pt-8">
      <div className="max-w-prose space-y-2 text-small text-ink-soft">
        <h2 id="good-to-know" className="font-medium text-ink">
          What the figures are based on
        </h2>
        <ul className="list-disc space-y-1 pl-5">
          <li>
            Each answer is read for up to six things, such as structure or result, and each gets 0 to 5. A 3
            or more needs words of yours that show it: those are marked.
          </li>
          <li>
            An answer’s score is the mean of what its question asks for, times 20. Three things change that:
            an answer to another question (relevance of 1 or less) gets {gates.off_topic_total} at most; where
            there is a reference answer, correctness is one half of the score; and an example told in under{" "}
            {gates.example_from_words} words gets {gates.short_example_cap} of 5 at most for each thing.
          </li>
          <li>
            The overall is the mean of the answered questions; ± says how much it could differ with other
            questions.
          </li>
          <li>
            Length, accent, grammar and long words earn nothing and cost nothing. How you spoke is shown
            apart.
          </li>
          {report.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
          <li>{report.disclaimer}</li>
        </ul>
      </div>
      <div className="print-hidden flex flex-wrap gap-3">
        <Button asChild>
          <Link href="/interview/setup">Practise another interview</Link>
        </Button>
        <Button asChild look="secondary">
          <Link href="/history">To your history</Link>
        </Button>
        <DeleteInterview sessionId={report.session_id} />
      </div>
    </section>
  );
}
