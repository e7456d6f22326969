"use client";

import Link from "next/link";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { InterviewerFace } from "@/shared/ui/interviewer-face";
import { PageFrame } from "@/shared/ui/page-frame";

/** A fault of the page itself: what the server has acknowledged is there after a reload. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <PageFrame>
      <EmptyState
        level={1}
        picture={<InterviewerFace />}
        role="alert"
        title="This page has stopped working"
        action={
          <>
            <Button onClick={reset}>Try again</Button>
            <Button asChild look="secondary">
              <Link href="/">To your interviews</Link>
            </Button>
          </>
        }
      >
        Every answer you sent is saved. Try again, or go back to your interviews and continue from there.
      </EmptyState>
    </PageFrame>
  );
}
