/** The share (0–1) of the words said that are found again, in the order in which they were said. */
export function shareHeard(said: string, heard: string): number {
  const wanted = wordsOf(said);
  return longestCommon(wanted, wordsOf(heard)) / Math.max(1, wanted.length);
}

/** The end decides whether all of it has arrived; half of its words may be misheard, but not all. */
const END_WORDS = 6;
const END_FOUND = 0.5;

/** Whether most of what was said is there, down to its last words. */
export function isHeardToTheEnd(said: string, heard: string, understood: number): boolean {
  const lastSaid = wordsOf(said).slice(-END_WORDS).join(" ");
  // A word or two may have been heard in place of one.
  const lastHeard = wordsOf(heard)
    .slice(-END_WORDS - 2)
    .join(" ");
  return shareHeard(said, heard) >= understood && shareHeard(lastSaid, lastHeard) >= END_FOUND;
}

/** Length of the longest common subsequence: words that are in both, in the same order. */
function longestCommon(one: readonly string[], other: readonly string[]): number {
  let row = new Array<number>(other.length + 1).fill(0);
  for (const word of one) {
    const next = [0];
    other.forEach((each, at) => {
      next.push(each === word ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}
