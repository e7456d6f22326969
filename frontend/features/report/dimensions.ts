import type { DimensionName } from "@/shared/api/types";

/** The dimensions as people call them; a test holds them to the titles in backend/app/evaluation/rubric.toml. */
export const dimensions: Record<DimensionName, { name: string }> = {
  relevance: { name: "Relevance" },
  structure: { name: "Structure" },
  specificity: { name: "Specificity" },
  ownership: { name: "Ownership and reasoning" },
  result: { name: "Result and learning" },
  correctness: { name: "Correctness" },
};

/** What stands beside a marked word, as in the PDF: the first letters tell the dimensions apart. */
export function shortName(dimension: DimensionName): string {
  return dimensions[dimension].name.slice(0, 3);
}
