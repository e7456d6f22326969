"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { api, unwrap } from "@/shared/api/client";
import { explain } from "@/shared/api/problem";
import type { SessionSummary } from "@/shared/api/types";
import { seniorityNames, whenInWords } from "@/shared/labels";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { ProgressBar } from "@/shared/ui/progress-bar";

const statuses = {
  in_progress: { label: "In progress", tone: "accent" },
  abandoned: { label: "Paused", tone: "attention" },
  finished: { label: "Finished", tone: "neutral" },
} as const;

type SessionRowProps = {
  session: SessionSummary;
  /** What else can be done with it, after the one way on. */
  more?: ReactNode;
};

export function SessionRow({ session, more }: SessionRowProps) {
  const status = statuses[session.status];
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 p-4 sm:px-5">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="font-medium">{session.job_title}</h3>
          <Badge tone={status.tone}>{status.label}</Badge>
          {session.practice_of ? <Badge>Practice of one question</Badge> : null}
        </div>
        <p className="text-small text-ink-soft">
          {seniorityNames[session.seniority]} · {whenInWords(session.updated_at)}
        </p>
      </div>
      <div className="flex min-w-0 grow items-center justify-between gap-6 sm:grow-0">
        <Outcome session={session} />
        <div className="flex items-center gap-1">
          <WayOn session={session} />
          {more}
        </div>
      </div>
    </li>
  );
}

function Outcome({ session }: { session: SessionSummary }) {
  const { answered, total } = session.progress;
  const answeredInWords = `${answered} of ${total} answered`;
  if (session.status !== "finished") {
    return (
      <div className="w-32">
        <p className="mb-1 text-small text-ink-soft">{answeredInWords}</p>
        <ProgressBar
          label={`Progress of ${session.job_title}`}
          value={answered}
          max={total}
          valueText={answeredInWords}
        />
      </div>
    );
  }
  return (
    <div className="w-32 text-small text-ink-soft">
      {session.score === null ? (
        <p>No overall score: too few answers</p>
      ) : (
        <p>
          <span className="text-heading font-semibold text-ink tabular-nums">
            {Math.round(session.score)}
          </span>{" "}
          of 100
        </p>
      )}
      <p>{answeredInWords}</p>
    </div>
  );
}

function WayOn({ session }: { session: SessionSummary }) {
  const room = `/interview/session/${session.session_id}`;
  if (session.status === "abandoned") return <ContinuePaused session={session} />;
  const [href, label] = session.status === "finished" ? [`${room}/report`, "Report"] : [room, "Continue"];
  return (
    <Button asChild look={session.status === "finished" ? "secondary" : "primary"} className="w-28">
      <Link href={href} aria-label={`${label}: ${session.job_title}, ${whenInWords(session.updated_at)}`}>
        {label}
      </Link>
    </Button>
  );
}

/** A paused interview is first set going again by the API, and then opened. */
function ContinuePaused({ session }: { session: SessionSummary }) {
  const router = useRouter();
  const resume = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/interview/session/{session_id}/continue", {
          params: { path: { session_id: session.session_id } },
        }),
      ),
    onSuccess: () => router.push(`/interview/session/${session.session_id}`),
  });
  return (
    <div>
      <Button
        className="w-28"
        isBusy={resume.isPending}
        aria-label={`Continue: ${session.job_title}, ${whenInWords(session.updated_at)}`}
        onClick={() => resume.mutate()}
      >
        Continue
      </Button>
      {resume.isError ? (
        <p role="alert" className="mt-1 text-small text-danger-ink">
          {explain(resume.error).detail}
        </p>
      ) : null}
    </div>
  );
}
