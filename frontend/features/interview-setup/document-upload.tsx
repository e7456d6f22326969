"use client";

import { useMutation } from "@tanstack/react-query";
import { FileUp, Undo2 } from "lucide-react";
import { type ReactNode, useId, useRef, useState } from "react";
import { useFormContext } from "react-hook-form";
import { explain } from "@/shared/api/problem";
import { Button } from "@/shared/ui/button";
import { classNames } from "@/shared/ui/class-names";
import { Notice } from "@/shared/ui/notice";
import { readDocument } from "./setup-calls";
import { limits, type SetupForm } from "./setup-schema";

type TextName = "job_description" | "cv_text";
type DocumentUploadProps = { name: TextName; label: string; children: ReactNode; aside: ReactNode };

const TOO_LARGE = {
  title: "This file is too large",
  detail: "A document can have 5 MB. Save it without pictures, or copy its text and paste it.",
};

/** Around a text field: a button for a file, and a place to drop one. Its text goes into the field, to be edited. */
export function DocumentUpload({ name, label, children, aside }: DocumentUploadProps) {
  const { take, isReading, words, undo, failure } = useUpload(name);
  const statusId = useId();
  return (
    <DropArea onFile={take}>
      {children}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <FileButton label={label} isBusy={isReading} describedBy={statusId} onFile={take} />
        {aside}
      </div>
      <p id={statusId} role="status" className="text-small wrap-anywhere text-ink-soft">
        {words || "PDF, Word or text, up to 5 MB. You can also drop it here."}
      </p>
      {undo ? (
        <Button look="quiet" size="small" className="-ml-3 text-accent-ink" onClick={undo}>
          <Undo2 aria-hidden className="size-4" />
          Bring back what was here before
        </Button>
      ) : null}
      {failure ? (
        <Notice tone="attention" role="alert" title={failure.title}>
          {failure.detail}
        </Notice>
      ) : null}
    </DropArea>
  );
}

type TakesFile = { onFile: (file: File) => void };

function DropArea({ onFile, children }: TakesFile & { children: ReactNode }) {
  const [isOver, setIsOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button inside does the same.
    <div
      className={classNames(
        "space-y-2 rounded-control outline-offset-8",
        isOver && "outline-2 outline-accent outline-dashed",
      )}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return; // text may be dragged into the field as ever
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        const file = event.dataTransfer.files[0];
        setIsOver(false);
        if (!file) return;
        event.preventDefault();
        onFile(file);
      }}
    >
      {children}
    </div>
  );
}

type FileButtonProps = TakesFile & { label: string; isBusy: boolean; describedBy: string };

function FileButton({ label, isBusy, describedBy, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div>
      <input
        ref={input}
        type="file"
        accept=".pdf,.docx,.txt,.md,application/pdf,text/plain"
        className="hidden"
        aria-label={`${label} from a file`}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = ""; // so that the same file can be chosen again
          if (file) onFile(file);
        }}
      />
      <Button
        look="secondary"
        size="small"
        isBusy={isBusy}
        aria-describedby={describedBy}
        onClick={() => input.current?.click()}
      >
        <FileUp aria-hidden className="size-4" />
        Choose a file
        <span className="sr-only"> for {label}</span>
      </Button>
    </div>
  );
}

function useUpload(name: TextName) {
  const { setValue, getValues } = useFormContext<SetupForm>();
  const [before, setBefore] = useState("");
  const put = (text: string) =>
    setValue(name, text, { shouldValidate: true, shouldDirty: true, shouldTouch: true });
  const reading = useMutation({
    mutationFn: async (file: File) =>
      file.size > limits.documentBytes ? null : { ...(await readDocument(file)), name: file.name },
    onSuccess: (read) => {
      if (!read) return;
      setBefore(getValues(name));
      put(read.text);
    },
  });
  const { data, isPending, isError, isSuccess, error, variables } = reading;
  const isTooLarge = isSuccess && data === null;
  return {
    take: (file: File) => {
      if (!isPending) reading.mutate(file);
    },
    isReading: isPending,
    words: wordsFor(isPending ? variables?.name : undefined, data ?? undefined),
    failure: isTooLarge ? TOO_LARGE : isError ? explain(error) : null,
    undo:
      data && before.trim()
        ? () => {
            put(before);
            reading.reset();
          }
        : null,
  };
}

function wordsFor(
  reading: string | undefined,
  read: { name: string; pages?: number | null; truncated: boolean } | undefined,
): string {
  if (reading) return `Reading ${reading}…`;
  if (!read) return "";
  const taken = `Taken from ${read.name}. Look it over and change what you like.`;
  return read.truncated ? `${taken} It was longer than fits; the end is missing.` : taken;
}
