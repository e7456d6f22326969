import Link from "next/link";
import type { Report } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { DeleteInterview } from "./delete-interview";

/** What to keep in mind about the figures, and the ways on from here. */
export function ReportFootnotes({ report }: { report: Report }) {
  return (
    <section aria-labelledby="good-to-know" className="space-y-6 border-t border-line pt-8">
      <div className="max-w-prose space-y-2 text-small text-ink-soft">
        <h2 id="good-to-know" className="font-medium text-ink">
          Good to know
        </h2>
        <ul className="list-disc space-y-1 pl-5">
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
          <Link href="/">To your interviews</Link>
        </Button>
        <DeleteInterview sessionId={report.session_id} />
      </div>
    </section>
  );
}
