/** The share (0–1) of the words said that are found again in what was heard, each as often as it was said. */
export function shareHeard(said: string, heard: string): number {
  const left = wordsOf(heard);
  const wanted = wordsOf(said);
  const found = wanted.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return found.length / Math.max(1, wanted.length);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}
