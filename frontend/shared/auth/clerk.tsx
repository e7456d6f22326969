"use client";

import { ClerkProvider, SignInButton, UserButton, useAuth, useClerk, useUser } from "@clerk/nextjs";
import { type ReactNode, useEffect, useLayoutEffect, useState } from "react";
import { clerkHost } from "@/shared/content-security-policy";
import { clerkPublishableKey } from "@/shared/env";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { Skeleton } from "@/shared/ui/skeleton";
import { SignInAway } from "./sign-in-away";
import { setTokenSource } from "./token";
import type { Candidate, Identity } from "./types";

/** Sign-in with Clerk: the API must run with IDENTITY=oidc and Clerk's issuer. */
export const identity: Identity = "oidc";

/** Clerk's script is usually there within a second; it goes on trying behind our words, and wins when it comes. */
const PATIENCE_MS = 8_000;

export function AuthProvider({ children }: { children: ReactNode }) {
  return (
    <ClerkProvider publishableKey={clerkPublishableKey} telemetry={false}>
      <SignedInOnly>{children}</SignedInOnly>
    </ClerkProvider>
  );
}

/** Children ask the API as soon as they are there, so they come only when a token can be had. */
function SignedInOnly({ children }: { children: ReactNode }) {
  const { isLoaded, isSignedIn, getToken } = useAuth();
  const [hasTokenSource, setHasTokenSource] = useState(false);

  useLayoutEffect(() => {
    setTokenSource(() => getToken());
    setHasTokenSource(true);
  }, [getToken]);

  if (!isLoaded || !hasTokenSource) return <SignInOnItsWay />;
  if (isSignedIn) return <>{children}</>;
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-form items-center px-4">
      <EmptyState
        level={1}
        title="Sign in to practise"
        action={
          <SignInButton mode="modal">
            <Button size="large">Sign in</Button>
          </SignInButton>
        }
      >
        Your interviews and reports belong to you. Sign in, so that nobody else can open them.
      </EmptyState>
    </main>
  );
}

function SignInOnItsWay() {
  const { status } = useClerk();
  const [isLate, setIsLate] = useState(false);

  useEffect(() => {
    const timer = window.setTimeout(() => setIsLate(true), PATIENCE_MS);
    return () => window.clearTimeout(timer);
  }, []);

  if (isLate || status === "error") return <SignInAway host={clerkHost(clerkPublishableKey)} />;
  return <SignInLoading />;
}

function SignInLoading() {
  return (
    <main id="main" className="mx-auto max-w-form space-y-4 px-4 py-24">
      <p role="status" className="text-ink-soft">
        Checking who you are…
      </p>
      <Skeleton className="h-40" />
    </main>
  );
}

export function useCandidate(): Candidate {
  const { user } = useUser();
  return { name: user?.fullName ?? user?.firstName ?? null, isSignedIn: Boolean(user) };
}

export function AccountMenu(): ReactNode {
  return <UserButton />;
}
