import { describe, expect, test } from "vitest";
import {
  carriedOver,
  EMPTY_DRAFT,
  edited,
  forgetDrafts,
  readDraft,
  returned,
  sent,
  stored,
  withTranscript,
  writeDraft,
} from "./answer-draft";

const typed = (text: string) => ({ ...EMPTY_DRAFT, text });
let keys = 0;
const newKey = () => {
  keys += 1;
  return `key-${keys}`;
};

describe("a draft", () => {
  test("survives a refresh, per session and question", () => {
    writeDraft("s1", "q1", typed("half an answer"));
    expect(readDraft("s1", "q1").text).toBe("half an answer");
    expect(readDraft("s1", "q2")).toEqual(EMPTY_DRAFT);
    forgetDrafts("s1");
    expect(readDraft("s1", "q1")).toEqual(EMPTY_DRAFT);
  });

  test("that was stored as something else is an empty one", () => {
    for (const broken of ["{", "null", '{"text": 3}']) {
      localStorage.setItem("hirecoach.draft.s1.q1", broken);
      expect(readDraft("s1", "q1")).toEqual(EMPTY_DRAFT);
    }
  });

  test("keeps its key while its text stays the same, so that a repeated try counts once", () => {
    const first = sent(typed("one"), newKey);
    const again = sent(returned(first), newKey);
    expect(again.attempt.key).toBe(first.attempt.key);
    expect(sent(edited(returned(first), "two"), newKey).attempt.key).not.toBe(first.attempt.key);
  });

  test("leaves the box when it is sent, and comes back before what was written since", () => {
    const onItsWay = sent(typed("one"), newKey);
    expect(onItsWay.text).toBe("");
    const meanwhile = edited(onItsWay, "two");
    expect(stored(meanwhile)).toEqual(typed("two"));
    expect(returned(meanwhile).text).toBe("one\n\ntwo");
    expect(returned(returned(meanwhile)).text).toBe("one\n\ntwo");
  });

  test("takes a transcript in after what was typed, and remembers the longest recording", () => {
    const long = { id: "t1", durationMs: 9_000 };
    const spoken = withTranscript(typed("First. "), "Then I spoke.", long);
    expect(spoken.text).toBe("First. Then I spoke.");
    expect(withTranscript(spoken, "More.", { id: "t2", durationMs: 1_000 }).transcribed).toEqual(long);
  });

  test("that is cleared is typed again", () => {
    const spoken = withTranscript(EMPTY_DRAFT, "Spoken.", { id: "t1", durationMs: 9_000 });
    expect(edited(spoken, "Edited.").transcribed).not.toBeNull();
    expect(edited(spoken, "").transcribed).toBeNull();
  });
});

describe("when the interview moves on", () => {
  test("text that was not sent goes along, marked with its question", () => {
    const left = { draft: typed("unsent"), number: 1, storedAnswer: "said by voice" };
    expect(carriedOver(left, EMPTY_DRAFT)).toEqual({ ...typed("unsent"), writtenFor: 1 });
  });

  test("text that is part of the stored answer does not come back", () => {
    const left = { draft: typed("I led it."), number: 1, storedAnswer: "Well. I led it." };
    expect(carriedOver(left, EMPTY_DRAFT)).toEqual(EMPTY_DRAFT);
  });

  test("what already stands there is not written over", () => {
    const left = { draft: typed("unsent"), number: 1, storedAnswer: null };
    expect(carriedOver(left, typed("already here")).text).toBe("already here");
  });
});
