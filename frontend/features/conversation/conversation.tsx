"use client";

import { ArrowDown } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import type { SessionView } from "@/features/interview-session/types";
import { Button } from "@/shared/ui/button";
import { QuestionClock } from "./question-clock";
import { currentQuestion, type ThreadItem, threadOf, topicOf } from "./thread";
import { preloadScores, ThreadEntry } from "./thread-items";
import type { OnItsWay } from "./use-send-answer";
import { useStickToBottom } from "./use-stick-to-bottom";

type ConversationProps = {
  view: SessionView;
  /** Sent, and not part of the session yet. */
  onItsWay?: OnItsWay | null;
  /** What is going on besides the conversation: a line that is down, a report being made. */
  notices?: ReactNode;
  children: ReactNode;
};

/** The interview in writing, and below it the way to answer. */
export function Conversation({ view, onItsWay = null, notices, children }: ConversationProps) {
  const items = threadOf(view, onItsWay);
  useEffect(preloadScores, []);
  const { end, hasNews, goToEnd } = useStickToBottom(versionOf(items));
  return (
    <section
      aria-labelledby="conversation-title"
      className="flex min-h-0 min-w-0 flex-1 flex-col border-line bg-surface lg:rounded-card lg:border lg:shadow-card"
    >
      <ConversationHeader view={view} />
      <div className="relative min-h-0 flex-1 lg:overflow-y-auto" data-testid="conversation-scroll">
        <div
          role="log"
          aria-label="Conversation"
          aria-live="polite"
          aria-relevant="additions text"
          className="space-y-4 p-4 sm:p-5"
        >
          {view.notes.map((note) => (
            <p key={note} className="text-small text-ink-soft">
              {note}
            </p>
          ))}
          {items.map((item) => (
            <ThreadEntry key={item.key} item={item} />
          ))}
        </div>
        <div ref={end} className="h-px scroll-mb-72 lg:scroll-mb-0" />
      </div>
      <div className="sticky bottom-0 z-10 border-t border-line bg-surface p-3 sm:px-5 sm:py-4 lg:rounded-b-card [@media(max-height:30rem)]:static">
        {hasNews ? (
          <Button
            look="secondary"
            size="small"
            onClick={goToEnd}
            className="absolute -top-12 left-1/2 -translate-x-1/2 shadow-card"
          >
            <ArrowDown aria-hidden className="size-4" />
            New below
          </Button>
        ) : null}
        {notices}
        {children}
      </div>
    </section>
  );
}

function ConversationHeader({ view }: { view: SessionView }) {
  const question = currentQuestion(view) ?? view.questions.at(-1);
  return (
    <header className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line px-4 py-3 sm:px-5">
      <div>
        <h2 id="conversation-title" className="text-heading font-semibold">
          Interview Conversation
        </h2>
        {question ? <p className="text-small text-ink-soft">{topicOf(question)}</p> : null}
      </div>
      <div className="text-small text-ink-soft">
        {view.setup.timers && view.current_question_id && question ? (
          <QuestionClock since={question.asked_at} />
        ) : null}
        {view.setup.feedback === "at_end" ? <p>You will see your scores in the report</p> : null}
      </div>
    </header>
  );
}

/** Changes when something new stands at the end. */
function versionOf(items: ThreadItem[]): string {
  const last = items.at(-1);
  if (!last) return "";
  const size = "parts" in last ? last.parts.length : 0;
  return `${items.length}:${last.key}:${size}`;
}
