import type { InterviewOptions } from "@/shared/api/types";
import { Notice } from "@/shared/ui/notice";

type Language = InterviewOptions["languages"][number];

/** What a language cannot do yet, before the interview starts in it. */
export function LanguageNote({ language }: { language: Language }) {
  const missing = [
    language.has_questions
      ? null
      : `There are no questions in ${language.name} yet, so you will be asked in English. ` +
        `Without a language model, only answers in English are scored.`,
    // Word lists and weights of our own: no graded answers in these languages stand behind them.
    language.has_questions && language.tag !== "en"
      ? `Without a language model, scores in ${language.name} are provisional: not calibrated in this language.`
      : null,
    language.has_speech ? null : `Speech in ${language.name} is not understood here: answer by typing.`,
  ].filter(Boolean);
  if (missing.length === 0) return null;
  return (
    <Notice tone="attention" role="status">
      {missing.join(" ")}
    </Notice>
  );
}
