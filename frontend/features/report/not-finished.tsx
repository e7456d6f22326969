"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { api, unwrap } from "@/shared/api/client";
import { explain } from "@/shared/api/problem";
import { keys } from "@/shared/api/queries";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { InterviewerFace } from "@/shared/ui/interviewer-face";
import { Notice } from "@/shared/ui/notice";

export function NotFinished({ sessionId }: { sessionId: string }) {
  const cache = useQueryClient();
  const finish = useMutation({
    mutationFn: () => unwrap(api.POST("/interview/finish", { body: { session_id: sessionId } })),
    onSuccess: (report) => {
      cache.setQueryData(keys.report(sessionId), report);
      void cache.invalidateQueries({ queryKey: keys.sessions });
      void cache.invalidateQueries({ queryKey: keys.session(sessionId) });
    },
  });
  return (
    <EmptyState
      level={1}
      picture={<InterviewerFace />}
      title="This interview is not finished yet"
      action={
        <>
          <Button asChild>
            <Link href={`/interview/session/${sessionId}`}>Back to the interview</Link>
          </Button>
          <Button look="secondary" isBusy={finish.isPending} onClick={() => finish.mutate()}>
            Finish now and see the report
          </Button>
        </>
      }
    >
      <p>
        Your answers so far are saved. Go on where you stopped, or finish here: the report shows what there
        is.
      </p>
      {finish.isError ? (
        <Notice tone="danger" role="alert" title={explain(finish.error).title} className="text-left">
          {explain(finish.error).detail}
        </Notice>
      ) : null}
    </EmptyState>
  );
}
