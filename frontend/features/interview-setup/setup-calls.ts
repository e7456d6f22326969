import { api, unwrap } from "@/shared/api/client";
import type { SetupForm } from "./setup-schema";
import { limits } from "./setup-schema";

/** The text of a PDF, Word or text file. The API reads it and keeps nothing. */
export function readDocument(file: File) {
  return unwrap(
    api.POST("/documents", {
      body: { document: "" },
      bodySerializer: () => {
        const form = new FormData();
        form.set("document", file, file.name);
        return form;
      },
    }),
  );
}

export type Described = Pick<SetupForm, "job_title" | "job_description" | "cv_text">;

/** What the setup seems to be about. Texts that are still too long are read as far as they may go. */
export function recogniseJob(described: Described, signal: AbortSignal) {
  const body = {
    job_title: shortened(described.job_title.trim(), limits.jobTitle),
    job_description: shortened(described.job_description, limits.text),
    cv_text: shortened(described.cv_text, limits.text),
  };
  return unwrap(api.POST("/interview/recognise", { body, signal }));
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, most).join("");
}
