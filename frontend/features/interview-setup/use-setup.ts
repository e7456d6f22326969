"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useCandidate } from "auth-variant";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { api, unwrap } from "@/shared/api/client";
import { explain, isProblem } from "@/shared/api/problem";
import { dropDraft, keepDraft, readDraft } from "./draft";
import { errorsByField } from "./problem-fields";
import { emptySetup, type SetupForm, setupSchema, toWire } from "./setup-schema";

export type StartFailure = { title: string; detail: string };

/** The API's sentence names its own fields; here each is marked where it stands. */
const MARKED: StartFailure = {
  title: "Some of this needs a change",
  detail: "What you wrote is kept. Change what is marked, then start again.",
};

/** The form, its draft, and what happens on Start. */
export function useSetup() {
  const router = useRouter();
  const candidate = useCandidate();
  const [failure, setFailure] = useState<StartFailure | null>(null);
  const form = useForm<SetupForm>({
    resolver: zodResolver(setupSchema),
    defaultValues: emptySetup,
    mode: "onTouched",
    shouldFocusError: false,
  });
  const { reset, setValue, getValues, setError, subscribe } = form;

  useEffect(() => {
    const draft = readDraft();
    if (draft) reset(draft, { keepDefaultValues: true });
    return subscribe({ formState: { values: true }, callback: ({ values }) => keepDraft(values) });
  }, [reset, subscribe]);

  useEffect(() => {
    if (candidate.name && !getValues("participant_name")) setValue("participant_name", candidate.name);
  }, [candidate.name, getValues, setValue]);

  const start = useMutation({
    mutationFn: (setup: SetupForm) => unwrap(api.POST("/interview/start", { body: toWire(setup) })),
    onMutate: () => setFailure(null),
    onSuccess: ({ session_id }) => {
      dropDraft();
      router.push(`/interview/session/${session_id}`);
    },
    onError: (error) => {
      const { fields, others } = errorsByField(isProblem(error, "validation") ? error.errors : []);
      for (const [name, message] of fields) setError(name, { type: "server", message });
      if (isProblem(error, "unknown-competency"))
        setError("focus", { type: "server", message: error.detail });
      setFailure(
        fields.size > 0 ? { ...MARKED, detail: [MARKED.detail, ...others].join(" ") } : explain(error),
      );
    },
  });

  return { form, start, failure };
}
