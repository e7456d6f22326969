/** Lengths and offsets of the API count Unicode code points; JavaScript counts UTF-16 units. */

export function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Text as the API can store it: without NUL, and without halves of surrogate pairs. */
export function storable(text: string): string {
  const withoutNul = text.split("\u0000").join("");
  return withoutNul.replace(
    /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    "\uFFFD",
  );
}
