import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { dimensions } from "./dimensions";

/** `high` of each `[anchors.…]` table. */
function anchorsOfTheRubric(): Record<string, string> {
  const rubric = readFileSync(
    path.resolve(import.meta.dirname, "../../../backend/app/evaluation/rubric.toml"),
    "utf8",
  );
  const tables = rubric.matchAll(/\[anchors\.(\w+)\][^[]*?high = "((?:[^"\\]|\\.)*)"/g);
  return Object.fromEntries([...tables].map(([, name, high]) => [name, high]));
}

test("what a 5 would have had is said in the rubric's own words", () => {
  const shown = Object.fromEntries(Object.entries(dimensions).map(([name, { best }]) => [name, best]));
  expect(shown).toEqual(anchorsOfTheRubric());
});
