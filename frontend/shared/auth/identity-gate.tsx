"use client";

import { useQuery } from "@tanstack/react-query";
import { identity } from "auth-variant";
import type { ReactNode } from "react";
import { readinessQuery } from "@/shared/api/queries";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { Notice } from "@/shared/ui/notice";

/**
 * A page that signs people in, in front of an API that takes everyone for the same person (or the reverse), would show
 * one candidate's interviews to another. So the page refuses to run, and says what to change.
 */
export function IdentityGate({ children }: { children: ReactNode }) {
  const readiness = useQuery(readinessQuery());
  const api = readiness.data?.identity;
  if (api === undefined || api === identity) return <>{children}</>;

  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-form flex-col justify-center px-4 py-12">
      <EmptyState
        level={1}
        title="This page and its server do not agree on sign-in"
        role="alert"
        action={
          <Button isBusy={readiness.isFetching} onClick={() => void readiness.refetch()}>
            Check again
          </Button>
        }
      >
        <p>
          {identity === "oidc"
            ? "The page signs people in with Clerk, but the server takes everyone for the same person. Your interviews could be read by others, so the page stops here."
            : "The server expects people to sign in, but this page was built without sign-in. The server would refuse everything, so the page stops here."}
        </p>
      </EmptyState>
      <Notice tone="info" title="For the person who runs this server">
        {identity === "oidc" ? (
          <p>
            Set <code>IDENTITY=oidc</code> and <code>OIDC_ISSUER</code> for the API, or build the page again
            without <code>NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY</code>.
          </p>
        ) : (
          <p>
            Build the page again with <code>NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY</code>, or set{" "}
            <code>IDENTITY=open</code> for the API.
          </p>
        )}
      </Notice>
    </main>
  );
}
