import type { Setup } from "./api/types";

/** What the wire calls things, in words for people. */

export const seniorityNames: Record<NonNullable<Setup["seniority"]>, string> = {
  intern: "Intern",
  junior: "Junior",
  mid: "Mid-level",
  senior: "Senior",
  lead: "Lead",
  manager: "Manager",
};

export const interviewTypeNames: Record<NonNullable<Setup["interview_type"]>, string> = {
  mixed: "Mixed",
  behavioral: "Behavioral",
  technical: "Technical",
  situational: "Situational",
  screening: "Screening",
};

export const questionKindNames: Record<string, string> = {
  behavioral: "Behavioral",
  technical: "Technical",
  situational: "Situational",
  screening: "Screening",
  motivational: "Motivation",
};

export const modalityNames = {
  typed: "Typed",
  push_to_talk: "Voice Input",
  spoken: "Spoken",
} as const;

/** What a flag of an evaluation means for the candidate; a flag that is not here is said by the coach's notes. */
export const flagWords: Readonly<Record<string, string>> = {
  language_model_unavailable: "The language model was away, so the embedded evaluator scored this answer.",
  not_calibrated_in_this_language:
    "Provisional: not calibrated in this language. The score is counted from signs in the words, with weights that we chose.",
  not_the_sessions_language: "This answer is in another language than the interview.",
  quote_not_found: "A quote that was not in the answer has been left out.",
  judgements_differ:
    "Judgements differ: the language model and the embedded evaluator are more than 25 points apart here.",
};

type Modality = keyof typeof modalityNames;

const joined = new Intl.ListFormat("en-GB", { type: "conjunction" });

/**
 * In which ways an answer was given, in the order in which they were first used: "Spoken and typed". `main` stands for
 * an answer whose parts are not there.
 */
export function modalitiesInWords(
  parts: readonly { modality: Modality }[],
  main: Modality = "typed",
): string {
  const used = [...new Set(parts.length > 0 ? parts.map((part) => part.modality) : [main])];
  return joined.format(used.map((modality, index) => inSentence(modalityNames[modality], index > 0)));
}

/** Voice Input is a name and keeps its capitals. */
function inSentence(name: string, isWithin: boolean): string {
  return isWithin && name !== modalityNames.push_to_talk ? name.toLowerCase() : name;
}

export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const dayAndTime = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const dayMonthYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const timeOnly = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

function calendarDays(from: Date, to: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}

/** "today, 14:05", "yesterday, 09:30", "14 Nov, 18:20", "14 Nov 2025", in the time zone of the browser. */
export function whenInWords(timestamp: string, now: Date = new Date()): string {
  const date = new Date(timestamp);
  const daysAgo = calendarDays(date, now);
  if (daysAgo === 0) return `today, ${timeOnly.format(date)}`;
  if (daysAgo === 1) return `yesterday, ${timeOnly.format(date)}`;
  return date.getFullYear() === now.getFullYear() ? dayAndTime.format(date) : dayMonthYear.format(date);
}
