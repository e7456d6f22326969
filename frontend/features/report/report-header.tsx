"use client";

import { Printer } from "lucide-react";
import type { Report } from "@/shared/api/types";
import { seniorityNames, whenInWords } from "@/shared/labels";
import { Button } from "@/shared/ui/button";
import { DownloadReport } from "./download-report";

export function ReportHeader({ report }: { report: Report }) {
  const facts = [
    seniorityNames[report.seniority],
    whenInWords(report.finished_at ?? report.created_at),
    report.participant_name,
    report.revision > 1 ? `version ${report.revision}` : null,
  ].filter(Boolean);
  return (
    <div className="flex flex-wrap items-start justify-between gap-4">
      <div className="min-w-0">
        <h1 className="text-display font-semibold">{report.job_title}</h1>
        <p className="mt-1 text-ink-soft">{facts.join(" · ")}</p>
      </div>
      <div className="print-hidden flex flex-wrap gap-3">
        <DownloadReport report={report} />
        <Button look="quiet" onClick={() => window.print()}>
          <Printer aria-hidden className="size-4" />
          Print
        </Button>
      </div>
    </div>
  );
}
