import { describe, expect, test } from "vitest";
import { errorsByField } from "./problem-fields";

describe("the errors of a 422", () => {
  test.each([
    ["job_title", "job_title"],
    ["body.cv_text", "cv_text"],
    ["focus.0", "focus"],
    ["body.focus[2]", "focus"],
  ] as const)("at %s appear at the field %s, as a sentence", (field, name) => {
    const { fields, others } = errorsByField([{ field, message: "is too long" }]);
    expect([...fields]).toEqual([[name, "Is too long."]]);
    expect(others).toEqual([]);
  });

  test("that fit no field are said for the whole form", () => {
    const { fields, others } = errorsByField([
      { field: "practice_of", message: "is unknown" },
      { field: "", message: "Something is missing." },
    ]);
    expect(fields.size).toBe(0);
    expect(others).toEqual(["Practice_of: is unknown.", "Something is missing."]);
  });

  test("name each field once, by the first error", () => {
    const { fields } = errorsByField([
      { field: "focus.0", message: "first" },
      { field: "focus.1", message: "second" },
    ]);
    expect([...fields]).toEqual([["focus", "First."]]);
  });
});
