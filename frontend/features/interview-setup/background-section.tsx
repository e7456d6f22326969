"use client";

import { useFormContext, useWatch } from "react-hook-form";
import { Disclosure } from "@/shared/ui/disclosure";
import { Field, Textarea } from "@/shared/ui/field";
import { DocumentUpload } from "./document-upload";
import { lengthOf, limits, type SetupForm } from "./setup-schema";

export function BackgroundSection() {
  const { control } = useFormContext<SetupForm>();
  const [jobDescription, cv] = useWatch({ control, name: ["job_description", "cv_text"] });
  const given = [jobDescription.trim() && "job description", cv.trim() && "CV"].filter(Boolean).join(", ");
  return (
    <Disclosure title="Job description and CV" summary={given ? `Added: ${given}` : "Optional"}>
      <div className="space-y-5">
        <LongText
          name="job_description"
          label="Job description"
          hint="Paste the advertisement or choose its file, so that the questions fit the job."
        />
        <LongText
          name="cv_text"
          label="CV"
          hint="Paste the text or choose the file. It is used for this interview only."
        />
      </div>
    </Disclosure>
  );
}

type LongTextProps = { name: "job_description" | "cv_text"; label: string; hint: string };

const count = new Intl.NumberFormat("en-GB");

function LongText({ name, label, hint }: LongTextProps) {
  const { register, control, formState } = useFormContext<SetupForm>();
  const length = lengthOf(useWatch({ control, name }));
  const howLong =
    length > 0 ? (
      <p className="text-small text-ink-soft tabular-nums">
        {count.format(length)} of {count.format(limits.text)} characters
      </p>
    ) : null;
  return (
    <DocumentUpload name={name} label={label} aside={howLong}>
      <Field label={label} optional hint={hint} error={formState.errors[name]?.message}>
        <Textarea {...register(name)} rows={6} />
      </Field>
    </DocumentUpload>
  );
}
