import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { Button } from "@/shared/ui/button";
import { PageFrame } from "@/shared/ui/page-frame";
import { InterviewerPicture } from "./interviewer-picture";
import { SessionHistory } from "./session-history";

export function HomePage() {
  return (
    <PageFrame>
      <section className="grid items-center gap-8 md:grid-cols-[1.15fr_1fr] md:gap-12">
        <div>
          <h1 className="text-display font-semibold">Practise interviews out loud, before one that counts</h1>
          <p className="mt-4 max-w-prose text-ink-soft">
            Talk with an interviewer you can see and hear, and learn from your own words what to do better
            next time.
          </p>
          <div className="mt-6 flex flex-wrap items-center gap-x-5 gap-y-3">
            <Button asChild size="large">
              <Link href="/interview/setup">
                Practise an interview
                <ArrowRight aria-hidden className="size-5" />
              </Link>
            </Button>
            <p className="text-small text-ink-soft">About 15 minutes. You can speak or type.</p>
          </div>
          <p className="mt-6 text-small font-medium text-accent-ink">For practice, not selection.</p>
        </div>
        <InterviewerPicture className="mx-auto w-full max-w-90 md:max-w-none" />
      </section>
      <SessionHistory />
    </PageFrame>
  );
}
