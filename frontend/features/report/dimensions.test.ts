import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { DimensionName } from "@/shared/api/types";
import { dimensions, shortName } from "./dimensions";

/** `title` of each `[anchors.…]` table. */
function titlesOfTheRubric(): Record<string, string> {
  const rubric = readFileSync(
    path.resolve(import.meta.dirname, "../../../backend/app/evaluation/rubric.toml"),
    "utf8",
  );
  const tables = rubric.matchAll(/\[anchors\.(\w+)\]\s*title = "([^"]*)"/g);
  return Object.fromEntries([...tables].map(([, name, title]) => [name, title]));
}

test("dimensions are called as the rubric calls them", () => {
  const shown = Object.fromEntries(Object.entries(dimensions).map(([key, { name }]) => [key, name]));
  expect(shown).toEqual(titlesOfTheRubric());
});

test("short names tell the dimensions apart", () => {
  const names = (Object.keys(dimensions) as DimensionName[]).map(shortName);
  expect(new Set(names).size).toBe(names.length);
});
