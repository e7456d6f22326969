import { ChevronRight } from "lucide-react";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { classNames } from "./class-names";

type DisclosureProps = Omit<ComponentPropsWithRef<"details">, "title"> & {
  title: ReactNode;
  summary?: ReactNode;
};

/** Opens and closes by itself, works before any script has loaded, and is found by the browser's own search. */
export function Disclosure({ title, summary, className, children, ...rest }: DisclosureProps) {
  return (
    <details {...rest} className={classNames("group", className)}>
      <summary className="-mx-2 flex min-h-11 items-center gap-2 rounded-control px-2 font-medium hover:bg-sunken">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-90 print:hidden"
        />
        <span className="min-w-0 flex-1">{title}</span>
        {summary ? <span className="truncate text-small font-normal text-ink-soft">{summary}</span> : null}
      </summary>
      <div className="pt-3 pb-5">{children}</div>
    </details>
  );
}
