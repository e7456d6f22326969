import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { InterviewerFace } from "@/shared/ui/interviewer-face";
import { PageFrame } from "@/shared/ui/page-frame";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PageFrame>
      <EmptyState
        level={1}
        picture={<InterviewerFace />}
        title="There is nothing at this address"
        action={
          <Button asChild>
            <Link href="/">To your interviews</Link>
          </Button>
        }
      >
        The link may be old, or a letter is missing. Your interviews are all on the first page.
      </EmptyState>
    </PageFrame>
  );
}
