"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { sessionsQuery } from "@/shared/api/queries";
import { Card, SectionHeading } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { Skeleton } from "@/shared/ui/skeleton";
import { SessionRow } from "./session-row";
import { SessionsAway } from "./sessions-away";

export function SessionHistory() {
  return (
    <section aria-labelledby="your-interviews" className="mt-14 sm:mt-20">
      <SectionHeading
        id="your-interviews"
        aside={
          <Link
            href="/history"
            className="rounded-control text-accent-ink underline underline-offset-4 hover:text-ink"
          >
            History and progress
          </Link>
        }
      >
        Your interviews
      </SectionHeading>
      <Sessions />
    </section>
  );
}

function Sessions() {
  const sessions = useQuery(sessionsQuery());

  if (sessions.isPending) return <SessionsLoading />;
  if (sessions.isError) return <SessionsAway sessions={sessions} />;
  if (sessions.data.sessions.length === 0) {
    return (
      <Card padding="none">
        <EmptyState level={3} title="No interviews yet">
          Your first one appears here, with its report. Nobody is counting: stop whenever you like.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card padding="none">
      <ul className="divide-y divide-line">
        {sessions.data.sessions.map((session) => (
          <SessionRow key={session.session_id} session={session} />
        ))}
      </ul>
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
      <Skeleton className="h-12" />
    </Card>
  );
}
