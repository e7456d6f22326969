import { Slot } from "radix-ui";
import type { ComponentPropsWithRef } from "react";
import { classNames } from "./class-names";

type Look = "primary" | "secondary" | "quiet" | "danger";
type Size = "small" | "medium" | "large";

export type ButtonProps = ComponentPropsWithRef<"button"> & {
  look?: Look;
  size?: Size;
  /** Only an icon inside: square, and `aria-label` must name it. */
  iconOnly?: boolean;
  /** Says that the press has been heard; keeps its width, and stays focusable. */
  isBusy?: boolean;
  /** Renders the one child (a link) with the look of a button. */
  asChild?: boolean;
};

const looks: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border border-line-strong bg-surface text-ink hover:bg-sunken",
  quiet: "text-ink hover:bg-sunken",
  danger: "border border-danger bg-surface text-danger-ink hover:bg-danger-soft",
};

const sizes: Record<Size, string> = {
  small: "min-h-9 px-3 text-small",
  medium: "min-h-11 px-4 text-body",
  large: "min-h-13 px-6 text-body",
};

const squares: Record<Size, string> = { small: "size-9", medium: "size-11", large: "size-13" };

export function Button({
  look = "primary",
  size = "medium",
  iconOnly = false,
  isBusy = false,
  asChild = false,
  className,
  type,
  onClick,
  ...rest
}: ButtonProps) {
  const Component = asChild ? Slot.Root : "button";
  return (
    <Component
      {...rest}
      type={asChild ? undefined : (type ?? "button")}
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={classNames(
        "inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-medium transition-colors",
        "disabled:cursor-not-allowed disabled:opacity-50 aria-busy:cursor-progress [&_svg]:shrink-0",
        looks[look],
        iconOnly ? squares[size] : sizes[size],
        className,
      )}
    />
  );
}
