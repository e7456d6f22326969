"use client";

import { useFormContext, useWatch } from "react-hook-form";
import type { InterviewOptions } from "@/shared/api/types";
import { seniorityNames } from "@/shared/labels";
import { Card } from "@/shared/ui/card";
import { Field, Input, Select } from "@/shared/ui/field";
import { LanguageNote } from "./language-note";
import { QuestionCount } from "./question-count";
import type { SetupForm } from "./setup-schema";

type Languages = InterviewOptions["languages"];
/** Until the server has said what it offers. */
const knownBefore: Languages = [{ tag: "en", name: "English", has_questions: true, has_speech: true }];

export function RoleSection({ languages = knownBefore }: { languages: Languages | undefined }) {
  const { register, control, formState } = useFormContext<SetupForm>();
  const tag = useWatch({ control, name: "language" });
  const language = languages.find((each) => each.tag === tag);
  const { errors } = formState;

  return (
    <Card padding="normal" className="space-y-5">
      <Field label="Job title" error={errors.job_title?.message}>
        <Input
          {...register("job_title")}
          autoComplete="organization-title"
          placeholder="Backend engineer"
          required
        />
      </Field>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Seniority" error={errors.seniority?.message}>
          <Select {...register("seniority")}>
            {Object.entries(seniorityNames).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Language" error={errors.language?.message}>
          <Select {...register("language")}>
            {language ? null : <option value={tag}>{tag}</option>}
            {languages.map(({ tag: value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {language ? <LanguageNote language={language} /> : null}
      <QuestionCount />
      <Field
        label="Your name"
        optional
        hint="The interviewer greets you with it."
        error={errors.participant_name?.message}
      >
        <Input {...register("participant_name")} autoComplete="name" />
      </Field>
    </Card>
  );
}
