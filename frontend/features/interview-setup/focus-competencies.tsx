"use client";

import { useFormContext, useWatch } from "react-hook-form";
import type { InterviewOptions } from "@/shared/api/types";
import { Chip } from "@/shared/ui/choice";
import { Skeleton } from "@/shared/ui/skeleton";
import { limits, type SetupForm } from "./setup-schema";

export function FocusCompetencies({
  competencies,
}: {
  competencies: InterviewOptions["competencies"] | undefined;
}) {
  const { register, control, formState } = useFormContext<SetupForm>();
  const chosen = useWatch({ control, name: "focus" });
  const error = formState.errors.focus?.message;
  const isFull = chosen.length >= limits.focus;
  return (
    <fieldset aria-describedby="focus-hint" aria-invalid={error ? true : undefined}>
      <legend className="font-medium">Focus</legend>
      <p id="focus-hint" className="mb-2 text-small text-ink-soft">
        What you want to practise most. Choose none, and you get a mixture.
      </p>
      {competencies ? (
        <div className="flex flex-wrap gap-2">
          {competencies.map(({ id, name, description }) => (
            <Chip
              key={id}
              {...register("focus")}
              value={id}
              label={name}
              title={description}
              disabled={isFull && !chosen.includes(id)}
            />
          ))}
        </div>
      ) : (
        <Skeleton className="h-9" />
      )}
      {error ? <p className="mt-2 text-small font-medium text-danger-ink">{error}</p> : null}
    </fieldset>
  );
}
