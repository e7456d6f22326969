"use client";

import "./globals.css";

/**
 * The frame of every page has stopped working, so nothing of ours but plain elements may be needed here. A full load
 * of the address, not a link within the page: what broke is still in its memory.
 */
export default function FrameError() {
  return (
    <html lang="en">
      <body>
        <title>HireCoach has stopped working here</title>
        <main
          id="main"
          className="mx-auto flex min-h-dvh max-w-prose flex-col items-center justify-center gap-3 px-4 text-center"
        >
          <h1 className="text-display font-semibold">HireCoach has stopped working here</h1>
          <p role="alert" className="text-balance text-ink-soft">
            Every answer you sent is saved. Load the page again to go on; if that does not help, go back to
            your interviews.
          </p>
          <div className="mt-3 flex flex-wrap justify-center gap-3">
            <button
              type="button"
              className="min-h-11 rounded-control bg-accent px-4 font-medium text-on-accent hover:bg-accent-strong"
              onClick={() => window.location.reload()}
            >
              Load the page again
            </button>
            <a
              href="/"
              className="inline-flex min-h-11 items-center rounded-control border border-line-strong bg-surface px-4 font-medium text-ink hover:bg-sunken"
            >
              To your interviews
            </a>
          </div>
        </main>
      </body>
    </html>
  );
}
