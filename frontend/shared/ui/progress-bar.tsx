import { classNames } from "./class-names";

type ProgressBarProps = {
  /** What it measures, for a screen reader: "Progress of the interview". */
  label: string;
  value: number;
  max: number;
  /** In words, where "3 of 5" says more than "60 %". */
  valueText?: string;
  className?: string;
};

export function ProgressBar({ label, value, max, valueText, className }: ProgressBarProps) {
  const share = max > 0 ? Math.min(Math.max(value / max, 0), 1) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={valueText}
      className={classNames("h-2 w-full overflow-hidden rounded-full bg-line", className)}
    >
      <div
        className="h-full rounded-full bg-accent transition-[width] print:border-4 print:border-accent"
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
