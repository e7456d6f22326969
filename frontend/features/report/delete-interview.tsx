"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { api, unwrap } from "@/shared/api/client";
import { explain } from "@/shared/api/problem";
import { keys } from "@/shared/api/queries";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { Notice } from "@/shared/ui/notice";

type DeleteInterviewProps = {
  sessionId: string;
  /** Tells buttons of several interviews apart, for those who hear them. */
  label?: string;
  /** Where to go, or what to do, once it is gone; to the start page if nothing is said. */
  onDeleted?: () => void;
};

export function DeleteInterview({ sessionId, label, onDeleted }: DeleteInterviewProps) {
  const [isAsking, setIsAsking] = useState(false);
  const router = useRouter();
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      unwrap(api.DELETE("/interview/session/{session_id}", { params: { path: { session_id: sessionId } } })),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: keys.sessions });
      void cache.invalidateQueries({ queryKey: keys.progress });
      setIsAsking(false);
      if (onDeleted) onDeleted();
      else router.push("/");
    },
  });
  return (
    <>
      {label ? (
        <Button look="quiet" iconOnly aria-label={label} onClick={() => setIsAsking(true)}>
          <Trash2 aria-hidden className="size-4" />
        </Button>
      ) : (
        <Button look="quiet" onClick={() => setIsAsking(true)}>
          Delete this interview
        </Button>
      )}
      <Dialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Delete this interview?"
        description="Its questions, your answers and this report are removed for good."
        actions={
          <>
            <Button look="secondary" onClick={() => setIsAsking(false)}>
              Keep it
            </Button>
            <Button look="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
              Delete for good
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
