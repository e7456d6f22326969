import { describe, expect, test } from "vitest";
import type { Recognition } from "@/shared/api/types";
import { NO_OCCUPATION, occupationOf, occupationsOf, skillsOf, withoutSkill, withSkill } from "./recognised";
import { limits } from "./setup-schema";

const nothing = { occupation_choice: "", skills_added: [], skills_removed: [] };
const skill = (label: string) => ({ label, found_in: "cv" as const, phrase: label });
const recognition: Recognition = {
  occupation: { id: "1", label: "software developer" },
  alternatives: [
    { id: "2", label: "data scientist" },
    { id: "3", label: "software developer" },
  ],
  skills: [skill("Python"), skill("SQL")],
};

describe("the occupation that counts", () => {
  test("is the likeliest until another one is chosen", () => {
    expect(occupationsOf(recognition)).toEqual(["software developer", "data scientist"]);
    expect(occupationOf(recognition, "")).toBe("software developer");
    expect(occupationOf(recognition, "data scientist")).toBe("data scientist");
  });

  test("is none when none of them is right, or nothing was recognised", () => {
    expect(occupationOf(recognition, NO_OCCUPATION)).toBe("");
    expect(occupationOf(undefined, "data scientist")).toBe("");
  });

  test("is the likeliest again when the chosen one is no longer on offer", () => {
    expect(occupationOf(recognition, "nurse")).toBe("software developer");
  });
});

describe("the skills that count", () => {
  test("are what was recognised, without what was taken away, with what was added first", () => {
    const corrected = withSkill(withoutSkill(nothing, "SQL"), " Kotlin ");
    expect(skillsOf(recognition, corrected)).toEqual(["Kotlin", "Python"]);
  });

  test("stay corrected when something else is recognised", () => {
    const corrected = withoutSkill(nothing, "SQL");
    const later = { ...recognition, skills: [skill("sql"), skill("Go")] };
    expect(skillsOf(later, corrected)).toEqual(["Go"]);
  });

  test("can be added again after they were taken away, once each, however they are written", () => {
    const corrected = withSkill(withoutSkill(nothing, "SQL"), "sql");
    expect(skillsOf(recognition, corrected)).toEqual(["sql", "Python"]);
    expect(skillsOf(recognition, withSkill(nothing, "PYTHON"))).toEqual(["PYTHON", "SQL"]);
  });

  test("are at most as many as the API takes", () => {
    const many = { ...recognition, skills: Array.from({ length: 30 }, (_, n) => skill(`skill ${n}`)) };
    expect(skillsOf(many, nothing)).toHaveLength(limits.skills);
  });

  test("do not grow by blanks", () => {
    expect(withSkill(nothing, "  ")).toEqual(nothing);
  });
});
