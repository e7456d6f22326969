"use client";

import { Button } from "@/shared/ui/button";
import { Notice } from "@/shared/ui/notice";
import type { StreamStatus } from "./event-stream";
import type { useFinish } from "./use-finish";

type SessionNoticesProps = {
  stream: StreamStatus;
  ending: ReturnType<typeof useFinish>;
};

/** What is going on with the interview as a whole. */
export function SessionNotices({ stream, ending }: SessionNoticesProps) {
  if (ending.isAwaiting) {
    return (
      <Notice
        tone="accent"
        role="status"
        title={
          ending.hasFailed ? "Your report is not ready yet. Trying again…" : "That was the last question"
        }
        action={
          <Button isBusy={ending.isBusy} onClick={ending.finishNow}>
            See your report
          </Button>
        }
      >
        {ending.isBusy ? "Your report is being made…" : "Every answer is saved. Your report comes next."}
      </Notice>
    );
  }
  if (stream === "reconnecting") {
    return (
      <Notice tone="attention" role="status" className="mb-3" title="Reconnecting…">
        The interview server is not answering. Your answers are saved, and you can go on writing.
      </Notice>
    );
  }
  return null;
}
