import { describe, expect, test } from "vitest";
import { emptySetup, setupSchema, toWire } from "./setup-schema";

const filled = { ...emptySetup, job_title: "Backend engineer" };

function errorAt(field: string, form: object): string | undefined {
  const result = setupSchema.safeParse(form);
  return result.error?.issues.find(({ path }) => path[0] === field)?.message;
}

describe("the setup form", () => {
  test("needs nothing but a job title", () => {
    expect(setupSchema.safeParse(filled).success).toBe(true);
  });

  test.each(["", "   ", "\n\t"])("refuses %j as a job title", (job_title) => {
    expect(errorAt("job_title", { ...filled, job_title })).toBe(
      "Write the job title, for example “Backend engineer”.",
    );
  });

  test("counts characters as the API does: an emoji is one", () => {
    expect(errorAt("job_title", { ...filled, job_title: "😀".repeat(120) })).toBeUndefined();
    expect(errorAt("job_title", { ...filled, job_title: "😀".repeat(121) })).toBe(
      "The job title can have 120 characters; this has 121.",
    );
  });

  test.each([
    ["job_description", "The job description"],
    ["cv_text", "Your CV"],
  ])("takes 20,000 characters of %s and not one more", (field, name) => {
    expect(errorAt(field, { ...filled, [field]: "a".repeat(20_000) })).toBeUndefined();
    expect(errorAt(field, { ...filled, [field]: "a".repeat(20_001) })).toBe(
      `${name} can have 20,000 characters; this has 20,001.`,
    );
  });

  test("says what is wrong with text that holds NUL", () => {
    expect(errorAt("cv_text", { ...filled, cv_text: "a\0b" })).toContain("NUL");
  });

  test.each([0, 16, 2.5, Number.NaN])("refuses %s questions", (question_count) => {
    expect(setupSchema.safeParse({ ...filled, question_count }).success).toBe(false);
  });

  test.each([1, 15])("takes %s questions", (question_count) => {
    expect(setupSchema.safeParse({ ...filled, question_count }).success).toBe(true);
  });
});

describe("what is sent", () => {
  test("leaves out what was left empty", () => {
    const body = toWire(filled);
    expect(body).not.toHaveProperty("job_description");
    expect(body).not.toHaveProperty("cv_text");
    expect(body).not.toHaveProperty("participant_name");
  });

  test("keeps what was given as it was given", () => {
    const body = toWire({ ...filled, cv_text: "Line one\n\n  line two", participant_name: "Jo" });
    expect(body).toMatchObject({
      cv_text: "Line one\n\n  line two",
      participant_name: "Jo",
      question_count: 5,
    });
  });
});
