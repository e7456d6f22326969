import type { FieldError } from "@/shared/api/types";
import { emptySetup, type SetupForm } from "./setup-schema";

type FieldName = keyof SetupForm;

function sentence(message: string): string {
  const trimmed = message.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/**
 * Which field of the form each error of a 422 belongs to. `body.focus.0` belongs to `focus`; what fits no field is
 * given back as sentences for the form as a whole, so that nothing the API says is lost.
 */
export function errorsByField(errors: readonly FieldError[]): {
  fields: Map<FieldName, string>;
  others: string[];
} {
  const fields = new Map<FieldName, string>();
  const others: string[] = [];
  for (const { field, message } of errors) {
    const name = field.replace(/^body\./, "").split(/[.[]/)[0] ?? "";
    if (name in emptySetup) {
      if (!fields.has(name as FieldName)) fields.set(name as FieldName, sentence(message));
    } else others.push(sentence(field ? `${field}: ${message}` : message));
  }
  return { fields, others };
}
