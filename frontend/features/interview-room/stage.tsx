import { Ear, Hourglass, type LucideIcon, MessageCircle, RefreshCw, Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/shared/ui/class-names";
import type { AgentWord } from "./room-state";

type StageProps = {
  children: ReactNode;
  /** Leaves room for the conversation below it, whatever it shows. */
  isPicture?: boolean;
  /** Behind a picture. Words alone stand in the light of the page. */
  isDark?: boolean;
};

const IN_THE_LIGHT = classNames(
  "[--color-stage:var(--color-sunken)] [--color-stage-raised:var(--color-line)] [--color-stage-line:var(--color-line)]",
  "[--color-on-stage:var(--color-ink)] [--color-on-stage-soft:var(--color-ink-soft)]",
);

/** The box that the room is shown in; small on a telephone, most of the page on a desk. */
export function Stage({ children, isPicture = false, isDark = false }: StageProps) {
  return (
    <div
      data-testid="stage"
      className={classNames(
        "relative isolate flex min-h-48 w-full items-center justify-center overflow-hidden bg-stage text-on-stage",
        "lg:flex-1 lg:rounded-card",
        // Words take the height that they need; a picture leaves room for the conversation below it.
        isPicture && "h-[26dvh] md:h-[36dvh] lg:h-auto",
        !isDark && IN_THE_LIGHT,
      )}
    >
      {children}
    </div>
  );
}

type StageMessageProps = {
  title: string;
  children?: ReactNode;
  picture?: ReactNode;
  actions?: ReactNode;
  isBusy?: boolean;
};

/** A state of the room in words: what is going on, what still works, one way on. */
export function StageMessage({ title, children, picture, actions, isBusy = false }: StageMessageProps) {
  return (
    <div className="flex max-w-prose animate-appear flex-col items-center gap-2 px-5 py-6 text-center lg:gap-3">
      {picture ? (
        <span
          aria-hidden
          className={classNames("hidden text-on-stage-soft sm:block", isBusy && "animate-breathe")}
        >
          {picture}
        </span>
      ) : null}
      <div role="status" className="space-y-1 lg:space-y-2">
        <p className="text-heading font-semibold">{title}</p>
        {children ? <div className="text-small text-on-stage-soft">{children}</div> : null}
      </div>
      {actions ? <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}

const WORDS: Record<AgentWord, LucideIcon> = {
  Joining: Hourglass,
  Speaking: MessageCircle,
  Listening: Ear,
  Thinking: Sparkles,
  Reconnecting: RefreshCw,
};

/** What the interviewer is doing, in one word, never only as a colour. `beside` stands after it in silence. */
export function AgentStateBadge({ word, beside }: { word: AgentWord; beside?: ReactNode }) {
  const Icon = WORDS[word];
  return (
    <p className="inline-flex items-center gap-2 rounded-full bg-stage/80 px-3 py-1.5 text-small font-medium text-on-stage">
      <Icon aria-hidden className={classNames("size-4", word !== "Listening" && "animate-breathe")} />
      <span className="sr-only">The interviewer: </span>
      <span role="status" data-testid="agent-state">
        {word === "Reconnecting" ? "Reconnecting interviewer" : word}
      </span>
      {beside}
    </p>
  );
}

/** Buttons on the stage keep their contrast in both themes. */
export const STAGE_BUTTON = "border-transparent bg-on-stage text-stage hover:bg-on-stage-soft";
export const STAGE_BUTTON_QUIET = "text-on-stage hover:bg-stage-raised";
