"use client";

import { ServerOff } from "lucide-react";
import type { ReactNode } from "react";
import { explain } from "@/shared/api/problem";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { PageHeader } from "@/shared/ui/page-frame";
import { Skeleton } from "@/shared/ui/skeleton";

export function Centred({ children }: { children: ReactNode }) {
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
