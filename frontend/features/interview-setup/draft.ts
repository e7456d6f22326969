import { emptySetup, type SetupForm } from "./setup-schema";

/**
 * What is in the form, kept through a refresh. In the tab's own storage and not longer: a CV is nothing to leave behind
 * on a computer that others use too.
 */
const KEY = "hirecoach.setup-draft";

/** The draft with what is missing or of another type filled from an empty form; null when there is none. */
export function readDraft(): SetupForm | null {
  try {
    const stored: unknown = JSON.parse(window.sessionStorage.getItem(KEY) ?? "null");
    if (typeof stored !== "object" || stored === null || Array.isArray(stored)) return null;
    const known = Object.entries(stored).filter(
      ([name, value]) =>
        name in emptySetup &&
        typeof value === typeof emptySetup[name as keyof SetupForm] &&
        Array.isArray(value) === Array.isArray(emptySetup[name as keyof SetupForm]),
    );
    return { ...emptySetup, ...Object.fromEntries(known) };
  } catch {
    return null;
  }
}

export function keepDraft(form: unknown): void {
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify(form));
  } catch {
    // Storage is full or off: the form works, only a refresh would empty it.
  }
}

export function dropDraft(): void {
  try {
    window.sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was stored then.
  }
}
