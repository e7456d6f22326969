"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { explain, isProblem } from "@/shared/api/problem";
import { reportQuery } from "@/shared/api/queries";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { InterviewerFace } from "@/shared/ui/interviewer-face";
import { PageFrame } from "@/shared/ui/page-frame";
import { isStillEvaluated } from "./evaluation-words";
import { NotFinished } from "./not-finished";
import { ReportBeingMade } from "./report-being-made";
import { ReportView } from "./report-view";

/** How often to look whether the answers that are still being evaluated are done. */
const LOOK_AGAIN_MS = 3_000;

export function ReportPage({ sessionId }: { sessionId: string }) {
  return (
    <PageFrame>
      <ReportOrWhyNot sessionId={sessionId} />
    </PageFrame>
  );
}

function ReportOrWhyNot({ sessionId }: { sessionId: string }) {
  const report = useQuery({
    ...reportQuery(sessionId),
    refetchInterval: ({ state }) => (state.data && isStillEvaluated(state.data) ? LOOK_AGAIN_MS : false),
  });

  if (report.data) return <ReportView report={report.data} />;
  if (report.isPending) return <ReportBeingMade />;
  if (isProblem(report.error, "session-not-finished", "session-abandoned"))
    return <NotFinished sessionId={sessionId} />;
  if (isProblem(report.error, "session-not-found", "not-found")) return <ReportNotFound />;
  const { title, detail } = explain(report.error);
  return (
    <EmptyState
      level={1}
      picture={<InterviewerFace />}
      title={title}
      role="alert"
      action={
        <Button isBusy={report.isFetching} onClick={() => report.refetch()}>
          Try again
        </Button>
      }
    >
      {detail}
    </EmptyState>
  );
}

function ReportNotFound() {
  return (
    <EmptyState
      level={1}
      picture={<InterviewerFace />}
      title="There is no report here"
      action={
        <Button asChild>
          <Link href="/">To your interviews</Link>
        </Button>
      }
    >
      This interview was deleted, or it belongs to somebody else.
    </EmptyState>
  );
}
