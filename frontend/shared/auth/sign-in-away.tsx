"use client";

import { RotateCw } from "lucide-react";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { Notice } from "@/shared/ui/notice";

/** The sign-in comes from Clerk's own address. When that cannot be reached, nothing of the page can be used. */
export function SignInAway({ host }: { host: string | null }) {
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-form flex-col justify-center px-4 py-12">
      <EmptyState
        level={1}
        role="alert"
        title="Sign-in cannot be reached"
        action={
          <Button onClick={() => window.location.reload()}>
            <RotateCw aria-hidden className="size-4" />
            Try again
          </Button>
        }
      >
        Your interviews are safe, but nobody can sign in right now. Check that you are online, then try again.
      </EmptyState>
      <Notice tone="info" title="For the person who runs this server">
        <p>
          The page was built with <code>NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY</code>
          {host ? (
            <>
              , whose sign-in comes from <code>{host}</code>. Browsers must be able to reach that address.
            </>
          ) : (
            <>, but that key names no address: copy it again from Clerk&apos;s dashboard.</>
          )}{" "}
          To run without sign-in, build the page again without the key.
        </p>
      </Notice>
    </main>
  );
}
