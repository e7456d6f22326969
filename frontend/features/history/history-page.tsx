import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { Button } from "@/shared/ui/button";
import { PageFrame } from "@/shared/ui/page-frame";
import { AllSessions } from "./all-sessions";
import { OwnData } from "./own-data";
import { ProgressSection } from "./progress-section";

/** Everything so far: how scores went, every interview, and the ways to take it along or delete it. */
export function HistoryPage() {
  return (
    <PageFrame>
      <div className="space-y-12">
        <div className="flex flex-wrap items-start justify-between gap-4">
          <h1 className="text-display font-semibold">History and progress</h1>
          <Button asChild>
            <Link href="/interview/setup">
              Practise an interview
              <ArrowRight aria-hidden className="size-5" />
            </Link>
          </Button>
        </div>
        <ProgressSection />
        <AllSessions />
        <OwnData />
      </div>
    </PageFrame>
  );
}
