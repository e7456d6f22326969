"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { explain } from "@/shared/api/problem";
import type { Report } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Card, SectionHeading } from "@/shared/ui/card";
import { Notice } from "@/shared/ui/notice";
import { usePractice } from "./use-practice";

/** At most three: more than that nobody practises. */
const MOST = 3;

export function PractiseNext({ report }: { report: Report }) {
  const practice = usePractice(report.session_id);
  const suggestions = report.practise_next.slice(0, MOST);
  const isStarting = practice.isPending || practice.isSuccess;

  return (
    <section aria-labelledby="practise-next">
      <SectionHeading id="practise-next">Practise next</SectionHeading>
      {suggestions.length === 0 ? <NothingToRepeat /> : null}
      <ol className="grid gap-4 lg:grid-cols-3">
        {suggestions.map((suggestion, index) => (
          <li key={suggestion.question_id + suggestion.title} className="print-whole">
            <Card className="flex h-full flex-col gap-2">
              <div className="flex items-baseline gap-3">
                <span aria-hidden className="font-semibold text-accent-ink tabular-nums">
                  {index + 1}
                </span>
                <h3 className="font-semibold">{suggestion.title}</h3>
              </div>
              {suggestion.question_text ? (
                <p dir="auto" className="text-small">
                  “{suggestion.question_text}”
                </p>
              ) : null}
              <p className="text-small text-ink-soft">{suggestion.why}</p>
              {suggestion.retry_prompt ? (
                <p className="rounded-control bg-sunken p-3 text-small">{suggestion.retry_prompt}</p>
              ) : null}
              <div className="print-hidden mt-auto pt-2">
                <Button
                  look={index === 0 ? "primary" : "secondary"}
                  size="small"
                  isBusy={isStarting && practice.variables === suggestion.question_id}
                  disabled={isStarting && practice.variables !== suggestion.question_id}
                  aria-label={`Practise this: ${suggestion.title}`}
                  onClick={() => practice.mutate(suggestion.question_id)}
                >
                  {isStarting && practice.variables === suggestion.question_id
                    ? "Starting…"
                    : "Practise this"}
                  <ArrowRight aria-hidden className="size-4" />
                </Button>
              </div>
            </Card>
          </li>
        ))}
      </ol>
      {practice.isError ? (
        <Notice tone="danger" role="alert" title={explain(practice.error).title} className="mt-4">
          {explain(practice.error).detail}
        </Notice>
      ) : null}
    </section>
  );
}

function NothingToRepeat() {
  return (
    <Card className="flex flex-wrap items-center justify-between gap-4">
      <p className="text-ink-soft">Nothing stands out from this interview. Another one shows more.</p>
      <Button asChild look="secondary" className="print-hidden">
        <Link href="/interview/setup">Practise another interview</Link>
      </Button>
    </Card>
  );
}
