import { describe, expect, test } from "vitest";
import { dropDraft, keepDraft, readDraft } from "./draft";
import { emptySetup } from "./setup-schema";

const KEY = "hirecoach.setup-draft";

describe("the draft of the form", () => {
  test("is not there before anything was written", () => {
    expect(readDraft()).toBeNull();
  });

  test("comes back as it was kept", () => {
    const form = {
      ...emptySetup,
      job_title: "Nurse",
      focus: ["communication"],
      question_count: 9,
      timers: true,
    };
    keepDraft(form);
    expect(readDraft()).toEqual(form);
  });

  test("is gone after the interview has started", () => {
    keepDraft(emptySetup);
    dropDraft();
    expect(readDraft()).toBeNull();
  });

  test.each(["{", "[]", "null", "7"])("is nothing when the storage holds %s", (stored) => {
    window.sessionStorage.setItem(KEY, stored);
    expect(readDraft()).toBeNull();
  });

  test("of another version keeps what still fits", () => {
    window.sessionStorage.setItem(
      KEY,
      JSON.stringify({ job_title: "Cook", question_count: "many", focus: "x", old: 1 }),
    );
    expect(readDraft()).toEqual({ ...emptySetup, job_title: "Cook" });
  });

  test("stays in this tab: a CV is not left behind on a shared computer", () => {
    keepDraft({ ...emptySetup, cv_text: "secret" });
    expect(JSON.stringify(window.localStorage)).not.toContain("secret");
  });
});
