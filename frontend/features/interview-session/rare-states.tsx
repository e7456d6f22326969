"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileQuestion, FileText, PauseCircle } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { forgetDrafts } from "@/features/conversation/answer-draft";
import { explain } from "@/shared/api/problem";
import { keys } from "@/shared/api/queries";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { Notice } from "@/shared/ui/notice";
import { postContinue } from "./session-calls";
import { Centred } from "./session-states";
import type { SessionView } from "./types";

export function MissingSession() {
  return (
    <Centred>
      <EmptyState
        level={1}
        title="This interview is not here"
        picture={<FileQuestion className="size-12" />}
        action={
          <>
            <Button asChild>
              <Link href="/">Your interviews</Link>
            </Button>
            <Button asChild look="secondary">
              <Link href="/interview/setup">Start a new one</Link>
            </Button>
          </>
        }
      >
        It may have been deleted, or it belongs to somebody else. Check the address, or pick one of yours.
      </EmptyState>
    </Centred>
  );
}

export function AbandonedSession({ view }: { view: SessionView }) {
  const client = useQueryClient();
  const key = keys.session(view.session_id);
  const goingOn = useMutation({
    mutationFn: () => postContinue(view.session_id),
    onSuccess: (continued) => client.setQueryData(key, continued),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  const { answered, total } = view.progress;
  return (
    <Centred>
      <EmptyState
        level={1}
        title="This interview is paused"
        picture={<PauseCircle className="size-12" />}
        action={
          <Button size="large" isBusy={goingOn.isPending} onClick={() => goingOn.mutate()}>
            Continue the interview
          </Button>
        }
      >
        <p>
          Nothing happened in it for half an hour, so the room was closed. {answered} of {total} questions are
          answered, and every answer is saved.
        </p>
        {goingOn.error ? (
          <Notice tone="attention" role="alert" title={explain(goingOn.error).title}>
            {explain(goingOn.error).detail}
          </Notice>
        ) : null}
      </EmptyState>
    </Centred>
  );
}

/** The interview is over: on to the report, whoever ended it and in whichever tab. */
export function FinishedSession({ sessionId }: { sessionId: string }) {
  const client = useQueryClient();
  const router = useRouter();
  const report = `/interview/session/${encodeURIComponent(sessionId)}/report`;

  useEffect(() => {
    forgetDrafts(sessionId);
    void client.invalidateQueries({ queryKey: keys.sessions });
    router.replace(report);
  }, [client, router, sessionId, report]);

  return (
    <Centred>
      <EmptyState
        level={1}
        role="status"
        title="Your interview is finished"
        picture={<FileText className="size-12" />}
        action={
          <Button asChild>
            <Link href={report}>See your report</Link>
          </Button>
        }
      >
        Opening your report…
      </EmptyState>
    </Centred>
  );
}
