import { CornerDownRight, Keyboard, Mic, SkipForward, Sparkles } from "lucide-react";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import type { AnswerPart, Modality } from "@/features/interview-session/types";
import { modalitiesInWords } from "@/shared/labels";
import { classNames } from "@/shared/ui/class-names";
import type { ThreadItem } from "./thread";

/** No score is there when an interview starts: its card comes right after the page, before the first answer. */
const loadEvaluationCard = () => import("./evaluation-card").then((card) => card.EvaluationCard);
const EvaluationCard = dynamic(loadEvaluationCard);
/** A network that is down now is asked again when the first score is there. */
export const preloadScores = () => void loadEvaluationCard().catch(() => {});

export function ThreadEntry({ item }: { item: ThreadItem }) {
  switch (item.kind) {
    case "question":
      return <QuestionBubble item={item} />;
    case "draft":
      return (
        <Bubble heading="Your answer so far" isDraft>
          <Parts parts={item.parts} />
        </Bubble>
      );
    case "on-its-way":
      return (
        <Bubble heading={item.isDelayed ? "Your answer, not saved yet" : "Your answer, being saved…"} isDraft>
          <Paragraph>{item.text}</Paragraph>
          <ModalityLine parts={[item]} />
        </Bubble>
      );
    case "answer":
      return (
        <Bubble heading="Your answer">
          {item.parts.length > 0 ? <Parts parts={item.parts} /> : <Paragraph>{item.text}</Paragraph>}
        </Bubble>
      );
    case "evaluation":
      return <EvaluationCard evaluation={item.evaluation} />;
    case "skipped":
      return (
        <p className="flex items-center justify-end gap-2 text-small text-ink-soft">
          <SkipForward aria-hidden className="size-4" />
          {item.isFollowUp
            ? "You skipped this follow-up. Your answer before it counts."
            : "You skipped this question. It counts as not answered."}
        </p>
      );
    case "thinking":
      return (
        <p className="flex items-center gap-2 text-small text-ink-soft">
          <Sparkles aria-hidden className="size-4 animate-breathe" />
          Thinking about your answer…
        </p>
      );
  }
}

function QuestionBubble({ item }: { item: Extract<ThreadItem, { kind: "question" }> }) {
  const { question, isCurrent } = item;
  const isFollowUp = question.follow_up_to !== null;
  return (
    <article
      aria-current={isCurrent ? "step" : undefined}
      className={classNames(
        "mr-6 rounded-card border p-4",
        isFollowUp && "ml-4",
        isCurrent ? "border-accent bg-accent-soft" : "border-line bg-sunken",
      )}
    >
      <h3 className="flex items-center gap-2 text-small font-medium text-ink-soft">
        {isFollowUp ? <CornerDownRight aria-hidden className="size-4" /> : null}
        {isFollowUp ? `Follow-up to question ${question.number}` : `Question ${question.number}`}
      </h3>
      <p className="mt-1">{question.text}</p>
    </article>
  );
}

function Bubble({
  heading,
  isDraft = false,
  children,
}: {
  heading: string;
  isDraft?: boolean;
  children: ReactNode;
}) {
  return (
    <article
      className={classNames(
        "ml-6 rounded-card border bg-surface p-4",
        isDraft ? "border-dashed border-line-strong" : "border-line",
      )}
    >
      <h3 className="text-small font-medium text-ink-soft">{heading}</h3>
      <div className="mt-1 space-y-2">{children}</div>
    </article>
  );
}

/** Parts that follow each other in one modality read as one text; one line below says how all of it was given. */
function Parts({ parts }: { parts: AnswerPart[] }) {
  return (
    <>
      {runsOf(parts).map((run) => (
        <Paragraph key={run.key}>{run.text}</Paragraph>
      ))}
      <ModalityLine parts={parts} />
    </>
  );
}

function ModalityLine({ parts }: { parts: readonly { modality: Modality }[] }) {
  const isHeard = parts.some(({ modality }) => modality !== "typed");
  const isTyped = parts.some(({ modality }) => modality === "typed");
  return (
    <p className="flex items-center gap-1 text-small text-ink-soft">
      {isHeard ? <Mic aria-hidden className="size-4" /> : null}
      {isTyped ? <Keyboard aria-hidden className="size-4" /> : null}
      {modalitiesInWords(parts)}
    </p>
  );
}

function Paragraph({ children }: { children: string }) {
  return (
    <p dir="auto" className="whitespace-pre-wrap">
      {children}
    </p>
  );
}

type Run = { key: string; modality: Modality; text: string };

export function runsOf(parts: AnswerPart[]): Run[] {
  const runs: Run[] = [];
  // Of words that the candidate struck out of what was heard, an empty part is left.
  for (const part of parts.filter(({ text }) => text !== "")) {
    const last = runs.at(-1);
    if (last && last.modality === part.modality) last.text = `${last.text} ${part.text}`;
    else runs.push({ key: `${runs.length}-${part.at}`, modality: part.modality, text: part.text });
  }
  return runs;
}
