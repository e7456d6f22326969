import { CircleAlert } from "lucide-react";
import { type ComponentPropsWithRef, createContext, type ReactNode, useContext, useId } from "react";
import { classNames } from "./class-names";

type FieldIds = { id: string; describedBy: string | undefined; isInvalid: boolean };
const FieldContext = createContext<FieldIds | null>(null);

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** Shown after the label, for a field that may stay empty. */
  optional?: boolean;
  className?: string;
  children: ReactNode;
};

/** A label, its control, a hint and an error; wires their ids to the Input, Textarea or Select inside. */
export function Field({ label, hint, error, optional = false, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [hint ? hintId : null, error ? errorId : null].filter(Boolean).join(" ") || undefined;
  return (
    <FieldContext value={{ id, describedBy, isInvalid: Boolean(error) }}>
      <div className={classNames("flex flex-col gap-1.5", className)}>
        <label htmlFor={id} className="font-medium">
          {label}
          {optional ? <span className="font-normal text-ink-soft"> (optional)</span> : null}
        </label>
        {hint ? (
          <p id={hintId} className="text-small text-ink-soft">
            {hint}
          </p>
        ) : null}
        {children}
        {error ? (
          <p id={errorId} className="flex items-start gap-1.5 text-small font-medium text-danger-ink">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {error}
          </p>
        ) : null}
      </div>
    </FieldContext>
  );
}

function useFieldProps(own: { id?: string | undefined; "aria-describedby"?: string | undefined }) {
  const field = useContext(FieldContext);
  return {
    id: own.id ?? field?.id,
    "aria-describedby": own["aria-describedby"] ?? field?.describedBy,
    "aria-invalid": field?.isInvalid || undefined,
  };
}

const control = classNames(
  "w-full rounded-control border border-line-strong bg-surface px-3 text-body text-ink transition-colors",
  "hover:border-ink-soft aria-invalid:border-danger disabled:cursor-not-allowed disabled:opacity-60",
);

export function Input({ className, ...rest }: ComponentPropsWithRef<"input">) {
  return <input {...rest} {...useFieldProps(rest)} className={classNames(control, "min-h-11", className)} />;
}

export function Textarea({ className, rows = 5, ...rest }: ComponentPropsWithRef<"textarea">) {
  return (
    <textarea
      {...rest}
      rows={rows}
      {...useFieldProps(rest)}
      className={classNames(control, "block resize-y py-2.5", className)}
    />
  );
}

/** The platform's own list: the best there is on a telephone and for a screen reader. */
export function Select({ className, children, ...rest }: ComponentPropsWithRef<"select">) {
  return (
    <select
      {...rest}
      {...useFieldProps(rest)}
      className={classNames(control, "select-arrow min-h-11 pr-9", className)}
    >
      {children}
    </select>
  );
}

type SliderProps = Omit<ComponentPropsWithRef<"input">, "type">;

export function Slider({ className, ...rest }: SliderProps) {
  return (
    <input
      {...rest}
      type="range"
      {...useFieldProps(rest)}
      className={classNames("slider h-8 w-full", className)}
    />
  );
}
