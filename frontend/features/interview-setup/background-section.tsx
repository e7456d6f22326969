"use client";

import { FileText } from "lucide-react";
import { type ChangeEvent, useId, useRef, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/shared/ui/button";
import { Disclosure } from "@/shared/ui/disclosure";
import { Field, Textarea } from "@/shared/ui/field";
import { lengthOf, limits, type SetupForm } from "./setup-schema";
import { readTextFile } from "./text-file";

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
          hint="Paste the advertisement, so that the questions fit the job."
        />
        <LongText name="cv_text" label="CV" hint="Paste the text. It is used for this interview only." />
      </div>
    </Disclosure>
  );
}

type LongTextProps = { name: "job_description" | "cv_text"; label: string; hint: string };

const count = new Intl.NumberFormat("en-GB");

function LongText({ name, label, hint }: LongTextProps) {
  const { register, control, formState } = useFormContext<SetupForm>();
  const length = lengthOf(useWatch({ control, name }));
  return (
    <div className="space-y-2">
      <Field label={label} optional hint={hint} error={formState.errors[name]?.message}>
        <Textarea {...register(name)} rows={6} />
      </Field>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <FromTextFile name={name} label={label} />
        {length > 0 ? (
          <p className="text-small text-ink-soft tabular-nums">
            {count.format(length)} of {count.format(limits.text)} characters
          </p>
        ) : null}
      </div>
    </div>
  );
}

function FromTextFile({ name, label }: { name: LongTextProps["name"]; label: string }) {
  const { setValue } = useFormContext<SetupForm>();
  const [message, setMessage] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const messageId = useId();

  async function take(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (!file) return;
    const result = await readTextFile(file);
    if (result.status === "refused") return setMessage(result.why);
    setValue(name, result.text, { shouldValidate: true, shouldDirty: true, shouldTouch: true });
    setMessage(`Taken from ${file.name}.`);
  }

  return (
    <div className="min-w-0">
      <input
        ref={input}
        type="file"
        accept=".txt,.md,text/plain"
        className="hidden"
        aria-label={`${label} from a text file`}
        onChange={take}
      />
      <Button
        look="quiet"
        size="small"
        className="-ml-3 text-accent-ink"
        aria-describedby={messageId}
        onClick={() => input.current?.click()}
      >
        <FileText aria-hidden className="size-4" />
        Choose a .txt file
        <span className="sr-only"> for {label}</span>
      </Button>
      <p id={messageId} role="status" className="text-small text-ink-soft">
        {message}
      </p>
    </div>
  );
}
