"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { SessionRow } from "@/features/home/session-row";
import { SessionsAway } from "@/features/home/sessions-away";
import { DeleteInterview } from "@/features/report/delete-interview";
import { sessionsQuery } from "@/shared/api/queries";
import { whenInWords } from "@/shared/labels";
import { Button } from "@/shared/ui/button";
import { Card, SectionHeading } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { Skeleton } from "@/shared/ui/skeleton";

/** Every interview: go on with it, read its report, or delete it. */
export function AllSessions() {
  return (
    <section aria-labelledby="all-interviews">
      <SectionHeading id="all-interviews">Your interviews</SectionHeading>
      <Sessions />
    </section>
  );
}

function Sessions() {
  const sessions = useQuery(sessionsQuery());
  if (sessions.isPending) return <SessionsLoading />;
  if (sessions.isError) return <SessionsAway sessions={sessions} />;
  if (sessions.data.sessions.length === 0) return <NoSessions />;
  return (
    <Card padding="none">
      <ul className="divide-y divide-line">
        {sessions.data.sessions.map((session) => (
          <SessionRow
            key={session.session_id}
            session={session}
            more={
              <DeleteInterview
                sessionId={session.session_id}
                label={`Delete: ${session.job_title}, ${whenInWords(session.updated_at)}`}
                onDeleted={() => {}}
              />
            }
          />
        ))}
      </ul>
    </Card>
  );
}

function NoSessions() {
  return (
    <Card padding="none">
      <EmptyState
        level={3}
        title="No interviews yet"
        action={
          <Button asChild>
            <Link href="/interview/setup">Practise an interview</Link>
          </Button>
        }
      >
        Your first one appears here, with its report.
      </EmptyState>
    </Card>
  );
}

function SessionsLoading() {
  return (
    <Card className="space-y-4">
      <p role="status" className="text-small text-ink-soft">
        Looking for your interviews…
      </p>
      <Skeleton className="h-12" />
      <Skeleton className="h-12" />
    </Card>
  );
}
