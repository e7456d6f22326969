import type { ComponentPropsWithRef, ReactNode } from "react";
import { classNames } from "./class-names";

type CardProps = ComponentPropsWithRef<"div"> & { padding?: "none" | "normal" | "roomy" };

const paddings = { none: "", normal: "p-4 sm:p-5", roomy: "p-5 sm:p-8" };

export function Card({ padding = "normal", className, ...rest }: CardProps) {
  return (
    <div
      {...rest}
      className={classNames(
        "rounded-card border border-line bg-surface shadow-card",
        paddings[padding],
        className,
      )}
    />
  );
}

/** A heading with a line under it; `level` follows the outline of the page, not the look. */
export function SectionHeading({
  level = 2,
  id,
  children,
  aside,
}: {
  level?: 2 | 3;
  id?: string;
  children: ReactNode;
  aside?: ReactNode;
}) {
  const Heading = `h${level}` as const;
  return (
    <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
      <Heading id={id} className="text-heading font-semibold">
        {children}
      </Heading>
      {aside ? <div className="text-small text-ink-soft">{aside}</div> : null}
    </div>
  );
}
