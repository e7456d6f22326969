"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { type Described, recogniseJob } from "./setup-calls";
import type { SetupForm } from "./setup-schema";

/** Nobody waits for it, and somebody who types should not be asked about at every letter. */
const PAUSE_MS = 700;

/**
 * What the setup seems to be about, a moment after the last change. While it is asked again the last answer stays, and
 * `isCurrent` is false; when the API cannot say, there is none: the interview starts as well without it.
 */
export function useRecognition() {
  const { control } = useFormContext<SetupForm>();
  const [job_title, job_description, cv_text] = useWatch({
    control,
    name: ["job_title", "job_description", "cv_text"],
  });
  const written = { job_title, job_description, cv_text };
  const settled = useSettled(written);
  const query = useQuery({
    queryKey: ["recognition", settled],
    queryFn: ({ signal }) => recogniseJob(settled, signal),
    enabled: Object.values(settled).some((text) => text.trim().length > 1),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
  const isCurrent = query.isSuccess && !query.isPlaceholderData && isSame(settled, written);
  return { recognition: query.isError ? undefined : query.data, isCurrent };
}

function useSettled(written: Described): Described {
  const [settled, setSettled] = useState(written);
  const { job_title, job_description, cv_text } = written;
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ job_title, job_description, cv_text }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [job_title, job_description, cv_text]);
  return settled;
}

function isSame(one: Described, other: Described): boolean {
  return (
    one.job_title === other.job_title &&
    one.job_description === other.job_description &&
    one.cv_text === other.cv_text
  );
}
