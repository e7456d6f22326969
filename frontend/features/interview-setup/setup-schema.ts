import * as z from "zod/mini";
import type { Setup } from "@/shared/api/types";

/** The contract's limits. Lengths count Unicode characters (code points), as the API does. */
export const limits = {
  jobTitle: 120,
  name: 80,
  text: 20_000,
  questions: { min: 1, max: 15 },
  focus: 12,
  skills: 15,
  documentBytes: 5 * 1024 * 1024,
} as const;

const seniorities = ["intern", "junior", "mid", "senior", "lead", "manager"] as const;
const interviewTypes = ["mixed", "behavioral", "technical", "situational", "screening"] as const;
const patiences = ["quick", "normal", "patient", "unlimited"] as const;
const personas = ["warm", "neutral", "demanding"] as const;

export function lengthOf(text: string): number {
  return [...text].length;
}

const number = new Intl.NumberFormat("en-GB");

function shortEnough(most: number, what: string) {
  return z.refine<string>((text) => lengthOf(text) <= most, {
    error: ({ input }) =>
      `${what} can have ${number.format(most)} characters; this has ${number.format(lengthOf(String(input)))}.`,
  });
}

const withoutNul = z.refine<string>((text) => !text.includes("\0"), {
  error: "This holds a character that cannot be stored (NUL). Paste it as plain text.",
});

export const setupSchema = z.object({
  job_title: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, "Write the job title, for example “Backend engineer”."),
      shortEnough(limits.jobTitle, "The job title"),
      withoutNul,
    ),
  participant_name: z.string().check(z.trim(), shortEnough(limits.name, "Your name"), withoutNul),
  seniority: z.enum(seniorities),
  language: z.string().check(z.minLength(2, "Choose a language.")),
  question_count: z
    .number()
    .check(z.minimum(limits.questions.min), z.maximum(limits.questions.max), z.int("Choose a whole number.")),
  interview_type: z.enum(interviewTypes),
  job_description: z.string().check(shortEnough(limits.text, "The job description"), withoutNul),
  cv_text: z.string().check(shortEnough(limits.text, "Your CV"), withoutNul),
  focus: z.array(z.string()).check(z.maxLength(limits.focus, `Choose at most ${limits.focus}.`)),
  feedback: z.enum(["each_answer", "at_end"]),
  patience: z.enum(patiences),
  persona: z.enum(personas),
  captions: z.boolean(),
  timers: z.boolean(),
  follow_ups: z.boolean(),
  // What is sent of the recognised job, and what the candidate has corrected of it.
  occupation: z.string(),
  skills: z.array(z.string()),
  occupation_choice: z.string(),
  skills_added: z.array(z.string()),
  skills_removed: z.array(z.string()),
});

export type SetupForm = z.infer<typeof setupSchema>;

export const emptySetup: SetupForm = {
  job_title: "",
  participant_name: "",
  seniority: "mid",
  language: "en",
  question_count: 5,
  interview_type: "mixed",
  job_description: "",
  cv_text: "",
  focus: [],
  feedback: "each_answer",
  patience: "normal",
  persona: "warm",
  captions: true,
  timers: false,
  follow_ups: true,
  occupation: "",
  skills: [],
  occupation_choice: "",
  skills_added: [],
  skills_removed: [],
};

/** The body of `POST /interview/start`: what was left empty is left out. */
export function toWire(form: SetupForm): Setup {
  const { job_description, cv_text, participant_name, occupation, ...others } = form;
  const { occupation_choice: _, skills_added: _added, skills_removed: _removed, ...rest } = others;
  return {
    ...rest,
    ...(occupation ? { occupation } : {}),
    ...(job_description.trim() ? { job_description } : {}),
    ...(cv_text.trim() ? { cv_text } : {}),
    ...(participant_name ? { participant_name } : {}),
  };
}
