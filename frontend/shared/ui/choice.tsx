import { Check } from "lucide-react";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { classNames } from "./class-names";

type ChoiceProps = Omit<ComponentPropsWithRef<"input">, "type"> & { label: ReactNode; hint?: ReactNode };

/** One of a few, as a card with a radio in it. */
export function Choice({ label, hint, className, ...rest }: ChoiceProps) {
  return (
    <label
      className={classNames(
        "flex items-start gap-3 rounded-control border border-line-strong bg-surface p-3 transition-colors",
        "hover:border-ink-soft has-checked:border-accent has-checked:bg-accent-soft",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
        className,
      )}
    >
      <input
        {...rest}
        type="radio"
        className={classNames(
          "mt-1 size-4 shrink-0 appearance-none rounded-full border border-line-strong bg-surface outline-none",
          "checked:border-5 checked:border-accent",
        )}
      />
      <span>
        <span className="font-medium">{label}</span>
        {hint ? <span className="block text-small text-ink-soft">{hint}</span> : null}
      </span>
    </label>
  );
}

type ChipProps = Omit<ComponentPropsWithRef<"input">, "type"> & { label: ReactNode };

/** Any number of many: a checkbox that looks like a chip. */
export function Chip({ label, className, ...rest }: ChipProps) {
  return (
    <label
      className={classNames(
        "inline-flex min-h-9 items-center gap-1.5 rounded-full border border-line-strong bg-surface px-3.5 text-small",
        "font-medium transition-colors hover:border-ink-soft has-checked:border-accent has-checked:bg-accent-soft",
        "has-checked:text-accent-ink has-disabled:cursor-not-allowed has-disabled:opacity-60",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
        className,
      )}
    >
      <input {...rest} type="checkbox" className="peer sr-only" />
      <Check aria-hidden className="hidden size-4 peer-checked:block" />
      {label}
    </label>
  );
}
