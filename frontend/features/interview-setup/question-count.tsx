"use client";

import type { CSSProperties } from "react";
import { useController, useFormContext } from "react-hook-form";
import { countOf } from "@/shared/labels";
import { Field, Slider } from "@/shared/ui/field";
import { limits, type SetupForm } from "./setup-schema";

/** A question with its answer takes about this long, thinking included. */
const MINUTES_EACH = 3;

export function QuestionCount() {
  const { control } = useFormContext<SetupForm>();
  const { field, fieldState } = useController({ control, name: "question_count" });
  const { min, max } = limits.questions;
  const inWords = `${countOf(field.value, "question")}, about ${countOf(field.value * MINUTES_EACH, "minute")}`;
  return (
    <Field
      label={
        <span className="flex items-baseline justify-between gap-4">
          Number of questions
          <span aria-hidden className="text-small font-normal text-ink-soft tabular-nums">
            <span className="text-body font-semibold text-ink">{field.value}</span> · about{" "}
            {field.value * MINUTES_EACH} min
          </span>
        </span>
      }
      error={fieldState.error?.message}
    >
      <Slider
        ref={field.ref}
        name={field.name}
        min={min}
        max={max}
        step={1}
        value={field.value}
        aria-valuetext={inWords}
        onBlur={field.onBlur}
        onChange={(event) => field.onChange(event.target.valueAsNumber)}
        style={{ "--value": field.value, "--min": min, "--max": max } as CSSProperties}
      />
    </Field>
  );
}
