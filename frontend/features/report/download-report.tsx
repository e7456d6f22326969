"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { api, unwrap } from "@/shared/api/client";
import { explain } from "@/shared/api/problem";
import type { Report } from "@/shared/api/types";
import { saveFile } from "@/shared/save-file";
import { Button } from "@/shared/ui/button";

/** The report as a file to keep; the server makes it. */
export function DownloadReport({ report }: { report: Report }) {
  const download = useMutation({
    mutationFn: () =>
      unwrap<Blob>(
        api.GET("/interview/session/{session_id}/report.pdf", {
          params: { path: { session_id: report.session_id } },
          parseAs: "blob",
        }),
      ),
    onSuccess: (file) => saveFile(file, fileName(report)),
  });
  return (
    <div className="print-hidden">
      <Button look="secondary" isBusy={download.isPending} onClick={() => download.mutate()}>
        <Download aria-hidden className="size-4" />
        {download.isPending ? "Making the PDF…" : "Download PDF"}
      </Button>
      {download.isError ? (
        <p role="alert" className="mt-1 max-w-64 text-small text-danger-ink">
          {explain(download.error).detail}
        </p>
      ) : null}
    </div>
  );
}

function fileName({ finished_at, created_at }: Report): string {
  return `hirecoach-report-${(finished_at ?? created_at).slice(0, 10)}.pdf`;
}
