import { afterEach, describe, expect, test, vi } from "vitest";
import {
  carriedOver,
  EMPTY_DRAFT,
  edited,
  forgetDrafts,
  leaveBehind,
  returned,
  sent,
  stored,
  takeDraft,
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
    expect(takeDraft("s1", "q1").text).toBe("half an answer");
    expect(takeDraft("s1", "q2")).toEqual(EMPTY_DRAFT);
    leaveBehind("s1", "q1", typed("half an answer"));
    forgetDrafts("s1");
    expect(takeDraft("s1", "q1")).toEqual(EMPTY_DRAFT);
  });

  test("that was stored as something else is an empty one", () => {
    for (const broken of ["{", "null", '{"text": 3}']) {
      sessionStorage.setItem("hirecoach.draft.s1.q1", broken);
      expect(takeDraft("s1", "q1")).toEqual(EMPTY_DRAFT);
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

describe("in two tabs", () => {
  /** Each tab has a session storage of its own; the local storage is one for both. */
  const inTab = (tab: Storage) => vi.spyOn(window, "sessionStorage", "get").mockReturnValue(tab);
  const aTab = (): Storage => {
    const kept = new Map<string, string>();
    return {
      get length() {
        return kept.size;
      },
      key: (index) => [...kept.keys()][index] ?? null,
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
      clear: () => kept.clear(),
    };
  };
  const [first, second] = [aTab(), aTab()];
  afterEach(() => {
    vi.restoreAllMocks();
    first.clear();
    second.clear();
  });

  test("a draft belongs to the tab that typed it", () => {
    inTab(first);
    writeDraft("s1", "q1", typed("from the first"));
    inTab(second);
    expect(takeDraft("s1", "q1")).toEqual(EMPTY_DRAFT);
    writeDraft("s1", "q1", typed("from the second"));
    inTab(first);
    expect(takeDraft("s1", "q1").text).toBe("from the first");
  });

  test("what a closed tab left behind is taken by one other tab, where nothing stands yet", () => {
    inTab(first);
    writeDraft("s1", "q1", typed("left behind"));
    leaveBehind("s1", "q1", typed("left behind"));
    inTab(second);
    writeDraft("s1", "q1", typed("my own"));
    expect(takeDraft("s1", "q1").text).toBe("my own");
    writeDraft("s1", "q1", EMPTY_DRAFT);
    expect(takeDraft("s1", "q1").text).toBe("left behind");
    expect(takeDraft("s1", "q1")).toEqual(EMPTY_DRAFT);
  });

  test("a tab that was refreshed has its draft again, and no other tab takes it", () => {
    inTab(first);
    writeDraft("s1", "q1", typed("mine"));
    leaveBehind("s1", "q1", typed("mine"));
    expect(takeDraft("s1", "q1").text).toBe("mine");
    inTab(second);
    expect(takeDraft("s1", "q1")).toEqual(EMPTY_DRAFT);
  });

  test("an empty box leaves nothing behind", () => {
    leaveBehind("s1", "q1", EMPTY_DRAFT);
    expect(localStorage.length).toBe(0);
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
