import { classNames } from "./class-names";

type MeterProps = {
  label: string;
  /** 0 to 1. */
  value: number;
  valueText: string;
  segments?: number;
  className?: string;
};

/** A level in segments, like that of a microphone: lit or not, so it reads without colour. */
export function Meter({ label, value, valueText, segments = 16, className }: MeterProps) {
  const lit = Math.round(Math.min(Math.max(value, 0), 1) * segments);
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> cannot be drawn in segments in every browser
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
      aria-valuetext={valueText}
      className={classNames("flex h-4 items-stretch gap-1", className)}
    >
      {Array.from({ length: segments }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: segments never move
          key={index}
          className={classNames("flex-1 rounded-full", index < lit ? "bg-accent" : "bg-line")}
        />
      ))}
    </div>
  );
}
