import { classNames } from "./class-names";

/** Where something will be. Put words beside it (`role="status"`) when it may take more than a second. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames("animate-breathe rounded-control bg-sunken", className)} />;
}
