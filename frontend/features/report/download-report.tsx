import { api, unwrap } from "@/shared/api/client";
import type { Report } from "@/shared/api/types";
import { DownloadButton } from "@/shared/ui/download-button";

/** The report as a file to keep; the server makes it. */
export function DownloadReport({ report }: { report: Report }) {
  const path = { session_id: report.session_id };
  return (
    <DownloadButton
      label="Download PDF"
      busyLabel="Making the PDF…"
      fileName={fileName(report)}
      fetchFile={() =>
        unwrap<Blob>(
          api.GET("/interview/session/{session_id}/report.pdf", { params: { path }, parseAs: "blob" }),
        )
      }
    />
  );
}

function fileName({ finished_at, created_at }: Report): string {
  return `hirecoach-report-${(finished_at ?? created_at).slice(0, 10)}.pdf`;
}
