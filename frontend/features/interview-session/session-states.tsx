"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileQuestion, FileText, PauseCircle, ServerOff } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { forgetDrafts } from "@/features/conversation/answer-draft";
import { explain } from "@/shared/api/problem";
import { keys } from "@/shared/api/queries";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { Notice } from "@/shared/ui/notice";
import { PageHeader } from "@/shared/ui/page-frame";
import { Skeleton } from "@/shared/ui/skeleton";
import { postContinue } from "./session-calls";
import type { SessionView } from "./types";

function Centred({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <PageHeader width="wide" />
      <main id="main" tabIndex={-1} className="flex flex-1 items-center px-4 pb-24 outline-none">
        {children}
      </main>
    </div>
  );
}

export function LoadingSession() {
  return (
    <div className="flex min-h-dvh flex-col lg:h-dvh">
      <PageHeader width="wide" />
      <main id="main" className="mx-auto flex w-full max-w-wide flex-1 flex-col gap-4 px-4 pb-4 sm:px-6">
        <p role="status" className="text-small text-ink-soft">
          Opening your interview…
        </p>
        <div className="grid flex-1 gap-4 lg:grid-cols-[minmax(0,1.4fr)_minmax(24rem,1fr)]">
          <Skeleton className="min-h-48 rounded-card" />
          <Skeleton className="min-h-96 rounded-card" />
        </div>
      </main>
    </div>
  );
}

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

type AwayProps = { error: Error; onRetry: () => void; isBusy: boolean };

export function ServerIsAway({ error, onRetry, isBusy }: AwayProps) {
  const { title, detail } = explain(error);
  return (
    <Centred>
      <EmptyState
        level={1}
        role="alert"
        title={title}
        picture={<ServerOff className="size-12" />}
        action={
          <Button onClick={onRetry} isBusy={isBusy}>
            {isBusy ? "Trying again…" : "Try again"}
          </Button>
        }
      >
        {detail}
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
