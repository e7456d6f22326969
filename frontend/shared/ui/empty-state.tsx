import type { ReactNode } from "react";
import { classNames } from "./class-names";

type EmptyStateProps = {
  title: string;
  /** A drawing or an icon; decoration only. */
  picture?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  level?: 1 | 2 | 3;
  role?: "alert" | "status";
  className?: string;
};

/** Nothing here, or nothing yet: says why, and offers one way on. */
export function EmptyState({
  title,
  picture,
  children,
  action,
  level = 2,
  role,
  className,
}: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div
      role={role}
      className={classNames(
        "mx-auto flex max-w-prose flex-col items-center gap-3 py-10 text-center",
        className,
      )}
    >
      {picture ? (
        <div aria-hidden className="mb-2 text-ink-soft">
          {picture}
        </div>
      ) : null}
      <Heading className={level === 1 ? "text-display font-semibold" : "text-heading font-semibold"}>
        {title}
      </Heading>
      {children ? <div className="space-y-2 text-balance text-ink-soft">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-3">{action}</div> : null}
    </div>
  );
}
