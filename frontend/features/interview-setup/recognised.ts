import type { Recognition } from "@/shared/api/types";
import { limits, type SetupForm } from "./setup-schema";

/** What the candidate has corrected; kept while what is recognised changes. */
export type Corrections = Pick<SetupForm, "occupation_choice" | "skills_added" | "skills_removed">;

/** Chosen instead of an occupation: the title alone is to count. */
export const NO_OCCUPATION = "-";

/** The names to choose from, the likeliest first. */
export function occupationsOf(recognition: Recognition | undefined): string[] {
  if (!recognition?.occupation) return [];
  return [...new Set([recognition.occupation, ...recognition.alternatives].map(({ label }) => label))];
}

/** The occupation that counts: the chosen one as long as it is on offer, else the likeliest; "" for none. */
export function occupationOf(recognition: Recognition | undefined, choice: string): string {
  const names = occupationsOf(recognition);
  if (choice === NO_OCCUPATION) return "";
  return names.includes(choice) ? choice : (names[0] ?? "");
}

/** The skills that count: added ones, then recognised ones that were not taken away. */
export function skillsOf(recognition: Recognition | undefined, corrections: Corrections): string[] {
  const away = new Set(corrections.skills_removed.map(folded));
  const names = [
    ...corrections.skills_added,
    ...(recognition?.skills ?? []).map(({ label }) => label).filter((label) => !away.has(folded(label))),
  ];
  const seen = new Set<string>();
  return names.filter((name) => !seen.has(folded(name)) && seen.add(folded(name))).slice(0, limits.skills);
}

/** "c++" and "C++" are one skill. */
function folded(name: string): string {
  return name.trim().toLowerCase();
}

export function withSkill(corrections: Corrections, name: string): Corrections {
  const added = name.trim();
  if (added === "") return corrections;
  const others = corrections.skills_added.filter((each) => folded(each) !== folded(added));
  return {
    ...corrections,
    skills_added: [...others, added],
    skills_removed: corrections.skills_removed.filter((each) => folded(each) !== folded(added)),
  };
}

export function withoutSkill(corrections: Corrections, name: string): Corrections {
  return {
    ...corrections,
    skills_added: corrections.skills_added.filter((each) => folded(each) !== folded(name)),
    skills_removed: [...corrections.skills_removed, name],
  };
}
