"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/shared/api/client";
import { explain } from "@/shared/api/problem";
import { Button } from "@/shared/ui/button";
import { Card, SectionHeading } from "@/shared/ui/card";
import { Dialog } from "@/shared/ui/dialog";
import { DownloadButton } from "@/shared/ui/download-button";
import { Notice } from "@/shared/ui/notice";

/** Take everything away as files, or delete it. */
export function OwnData() {
  return (
    <section aria-labelledby="your-data">
      <SectionHeading id="your-data">Your data</SectionHeading>
      <Card className="space-y-4">
        <p className="max-w-prose text-ink-soft">
          Everything that is kept of you: your interviews with every answer and score as a JSON file, and each
          report as a PDF, in one zip.
        </p>
        <div className="flex flex-wrap gap-3">
          <DownloadButton
            label="Export everything"
            busyLabel="Putting it together…"
            fileName="hirecoach-export.zip"
            fetchFile={() => unwrap<Blob>(api.GET("/privacy/export", { parseAs: "blob" }))}
          />
          <DeleteEverything />
        </div>
      </Card>
    </section>
  );
}

function DeleteEverything() {
  const [isAsking, setIsAsking] = useState(false);
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE("/privacy")),
    onSuccess: async () => {
      setIsAsking(false);
      await cache.resetQueries();
    },
  });
  return (
    <>
      <Button look="quiet" onClick={() => setIsAsking(true)}>
        Delete everything
      </Button>
      <Dialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Delete everything?"
        description="Every interview, answer, score and report of yours is removed for good. An export made before stays with you."
        actions={
          <>
            <Button look="secondary" onClick={() => setIsAsking(false)}>
              Keep everything
            </Button>
            <Button look="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
              Delete everything for good
            </Button>
          </>
        }
      >
        {remove.isError ? (
          <Notice tone="danger" role="alert" title={explain(remove.error).title}>
            {explain(remove.error).detail}
          </Notice>
        ) : null}
      </Dialog>
    </>
  );
}
