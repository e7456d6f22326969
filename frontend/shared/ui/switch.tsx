import { type ComponentPropsWithRef, type ReactNode, useId } from "react";
import { classNames } from "./class-names";

type SwitchProps = Omit<ComponentPropsWithRef<"input">, "type" | "role"> & {
  label: ReactNode;
  hint?: ReactNode;
};

/** On or off, at once. A checkbox underneath, so forms and keyboards know it. */
export function Switch({ label, hint, className, ...rest }: SwitchProps) {
  const hintId = useId();
  return (
    <label className={classNames("flex items-start justify-between gap-4 py-1", className)}>
      <span>
        <span className="font-medium">{label}</span>
        {hint ? (
          <span id={hintId} className="block text-small text-ink-soft">
            {hint}
          </span>
        ) : null}
      </span>
      <span className="relative mt-0.5 inline-flex shrink-0">
        <input
          {...rest}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says itself whether it is checked
          role="switch"
          aria-describedby={hint ? hintId : undefined}
          className={classNames(
            "peer h-6 w-11 appearance-none rounded-full border border-line-strong bg-sunken transition-colors",
            "checked:border-accent checked:bg-accent",
          )}
        />
        <span
          aria-hidden
          className={classNames(
            "pointer-events-none absolute top-1 left-1 size-4 rounded-full bg-line-strong transition-all",
            "peer-checked:left-6 peer-checked:bg-on-accent",
          )}
        />
      </span>
    </label>
  );
}
