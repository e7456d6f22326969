import type { UseQueryResult } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { explain } from "@/shared/api/problem";
import { Button } from "@/shared/ui/button";
import { Notice } from "@/shared/ui/notice";

/** The interviews cannot be had: why, and one way on. */
export function SessionsAway({ sessions }: { sessions: UseQueryResult<unknown> }) {
  const { title, detail } = explain(sessions.error);
  return (
    <Notice
      tone="attention"
      role="status"
      title={title}
      action={
        <Button look="secondary" size="small" isBusy={sessions.isFetching} onClick={() => sessions.refetch()}>
          <RotateCw aria-hidden className="size-4" />
          Try again
        </Button>
      }
    >
      {detail}
    </Notice>
  );
}
