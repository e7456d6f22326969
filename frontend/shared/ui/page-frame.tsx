import { AccountMenu } from "auth-variant";
import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Logo } from "./logo";
import { ThemeToggle } from "./theme-toggle";

type PageFrameProps = {
  children: ReactNode;
  width?: "form" | "page" | "wide";
  /** Beside the logo: what belongs to this page only. */
  header?: ReactNode;
};

const widths = { form: "max-w-form", page: "max-w-page", wide: "max-w-wide" };

/** Header, main, footer. Pages that need the whole window (the session) use PageHeader alone. */
export function PageFrame({ children, width = "page", header }: PageFrameProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <PageHeader width={width}>{header}</PageHeader>
      <main
        id="main"
        tabIndex={-1}
        className={classNames("mx-auto w-full flex-1 px-4 py-8 outline-none sm:px-6 sm:py-12", widths[width])}
      >
        {children}
      </main>
      <footer className="print-hidden border-t border-line">
        <p className={classNames("mx-auto px-4 py-6 text-small text-ink-soft sm:px-6", widths[width])}>
          For practice, not selection. Your interviews stay on the machine that runs HireCoach, unless the
          page says who else takes part.
        </p>
      </footer>
    </div>
  );
}

export function PageHeader({
  children,
  width = "page",
}: {
  children?: ReactNode;
  width?: "form" | "page" | "wide";
}) {
  return (
    <header className="print-hidden">
      <div
        className={classNames("mx-auto flex min-h-16 items-center gap-3 px-4 py-2 sm:px-6", widths[width])}
      >
        <Link href="/" className="rounded-control" aria-label="HireCoach: to your interviews">
          <Logo />
        </Link>
        <div className="ml-auto flex min-w-0 items-center gap-2">
          {children}
          <ThemeToggle />
          <AccountMenu />
        </div>
      </div>
    </header>
  );
}
