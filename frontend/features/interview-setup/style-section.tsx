"use client";

import { useFormContext, useWatch } from "react-hook-form";
import type { InterviewOptions } from "@/shared/api/types";
import { interviewTypeNames } from "@/shared/labels";
import { Choice } from "@/shared/ui/choice";
import { Disclosure } from "@/shared/ui/disclosure";
import { Field, Select } from "@/shared/ui/field";
import { Switch } from "@/shared/ui/switch";
import { FocusCompetencies } from "./focus-competencies";
import type { SetupForm } from "./setup-schema";

const personas: [SetupForm["persona"], string, string][] = [
  ["warm", "Warm", "Encouraging, and in no hurry"],
  ["neutral", "Neutral", "Friendly and matter-of-fact"],
  ["demanding", "Demanding", "Polite, and wants to know exactly"],
];

const patiences: [SetupForm["patience"], string][] = [
  ["quick", "Short: goes on soon after you stop"],
  ["normal", "Normal: leaves you time to think"],
  ["patient", "Long: waits through long pauses"],
  ["unlimited", "Unlimited: waits until you press Done"],
];

export function StyleSection({
  competencies,
}: {
  competencies: InterviewOptions["competencies"] | undefined;
}) {
  const { register, control } = useFormContext<SetupForm>();
  const [type, persona] = useWatch({ control, name: ["interview_type", "persona"] });
  const personaName = personas.find(([value]) => value === persona)?.[1];
  return (
    <Disclosure
      title="Style, focus and accommodations"
      summary={`${interviewTypeNames[type]}, ${personaName}`}
    >
      <div className="space-y-6">
        <Field label="Interview type" className="sm:max-w-80">
          <Select {...register("interview_type")}>
            {Object.entries(interviewTypeNames).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <FocusCompetencies competencies={competencies} />
        <fieldset>
          <legend className="mb-1.5 font-medium">Interviewer</legend>
          <div className="grid gap-2 sm:grid-cols-3">
            {personas.map(([value, label, hint]) => (
              <Choice key={value} {...register("persona")} value={value} label={label} hint={hint} />
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend className="mb-1.5 font-medium">Feedback</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            <Choice
              {...register("feedback")}
              value="each_answer"
              label="After each answer"
              hint="A score and one thing to fix, at once"
            />
            <Choice
              {...register("feedback")}
              value="at_end"
              label="Only at the end"
              hint="Like a real interview: all of it in the report"
            />
          </div>
        </fieldset>
        <Field
          label="Patience"
          hint="How long the interviewer waits when you pause."
          className="sm:max-w-110"
        >
          <Select {...register("patience")}>
            {patiences.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <div className="space-y-3">
          <Switch
            {...register("follow_ups")}
            label="Follow-up questions"
            hint="Asks for what an answer leaves open, at most twice a question"
          />
          <Switch {...register("captions")} label="Captions" hint="What is said, as text under the picture" />
          <Switch {...register("timers")} label="Timers" hint="Shows the time since the question was asked" />
        </div>
      </div>
    </Disclosure>
  );
}
