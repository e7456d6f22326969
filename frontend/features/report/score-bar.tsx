const BEST = 5;

/** Five places, filled up to the score. For the eye: the figure stands beside it. */
export function ScoreBar({ score }: { score: number }) {
  return (
    <span aria-hidden className="flex gap-1">
      {Array.from({ length: BEST }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: five places that never move
        <span key={index} className="h-2 w-3 overflow-hidden rounded-full bg-line sm:w-5">
          <span
            className="block h-full bg-accent"
            style={{ width: `${Math.min(Math.max(score - index, 0), 1) * 100}%` }}
          />
        </span>
      ))}
    </span>
  );
}
