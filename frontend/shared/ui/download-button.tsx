"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { explain } from "@/shared/api/problem";
import { saveFile } from "@/shared/save-file";
import { Button } from "./button";

type DownloadButtonProps = {
  label: string;
  /** While the server makes the file. */
  busyLabel: string;
  fileName: string;
  fetchFile: () => Promise<Blob>;
};

/** A file that the server makes, to keep; what went wrong is said below. */
export function DownloadButton({ label, busyLabel, fileName, fetchFile }: DownloadButtonProps) {
  const download = useMutation({ mutationFn: fetchFile, onSuccess: (file) => saveFile(file, fileName) });
  return (
    <div className="print-hidden">
      <Button look="secondary" isBusy={download.isPending} onClick={() => download.mutate()}>
        <Download aria-hidden className="size-4" />
        {download.isPending ? busyLabel : label}
      </Button>
      {download.isError ? (
        <p role="alert" className="mt-1 max-w-64 text-small text-danger-ink">
          {explain(download.error).detail}
        </p>
      ) : null}
    </div>
  );
}
