"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { FormProvider } from "react-hook-form";
import { DeviceCheck } from "@/features/device-check/device-check";
import { optionsQuery } from "@/shared/api/queries";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { Notice } from "@/shared/ui/notice";
import { BackgroundSection } from "./background-section";
import { DataNotice } from "./data-notice";
import { OptionsAway } from "./options-away";
import { RoleSection } from "./role-section";
import type { SetupForm as SetupValues } from "./setup-schema";
import { StyleSection } from "./style-section";
import { useSetup } from "./use-setup";

/** Not there at first: it has something to say only after something was written. */
const RecognisedJob = dynamic(() => import("./recognised-job"), { ssr: false });

/** Goes to the first field with an error, in the order of the page, and opens every section that has one. */
function showFirstError(): void {
  const fields = [...document.querySelectorAll<HTMLElement>("form [aria-invalid='true']")];
  for (const field of fields) field.closest("details")?.setAttribute("open", "");
  fields[0]?.focus();
}

export function SetupForm() {
  const { form, start, failure } = useSetup();
  const options = useQuery(optionsQuery());
  const [refusals, setRefusals] = useState(0);
  const onInvalid = () => setRefusals((before) => before + 1);
  const onValid = (setup: SetupValues) => start.mutateAsync(setup).then(() => undefined, onInvalid);

  // Not before the errors have been rendered, however long that takes: only then is every field marked.
  useEffect(() => {
    if (refusals) showFirstError();
  }, [refusals]);

  return (
    <FormProvider {...form}>
      <form
        noValidate
        onSubmit={form.handleSubmit(onValid, onInvalid)}
        className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-8"
      >
        <div className="space-y-6">
          {options.isError ? <OptionsAway query={options} /> : null}
          <RoleSection languages={options.data?.languages} />
          <Card className="divide-y divide-line py-2 sm:py-2">
            <BackgroundSection />
            <StyleSection competencies={options.data?.competencies} />
          </Card>
          <RecognisedJob />
        </div>
        <div className="space-y-6 lg:sticky lg:top-6">
          <DeviceCheck />
          <div className="space-y-4">
            <DataNotice processors={options.data?.data_processors} />
            {failure ? (
              <Notice tone="danger" role="alert" title={failure.title}>
                {failure.detail}
              </Notice>
            ) : null}
            <Button type="submit" size="large" className="w-full" isBusy={start.isPending || start.isSuccess}>
              {start.isPending || start.isSuccess ? "Preparing your questions…" : "Start Interview"}
            </Button>
            <p className="text-center text-small text-ink-soft">
              You can type instead, and stop at any time.
            </p>
          </div>
        </div>
      </form>
    </FormProvider>
  );
}
