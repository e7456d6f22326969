"use client";

import { AuthProvider } from "auth-variant";
import type { ReactNode } from "react";
import { ApiProvider } from "@/shared/api/provider";
import { IdentityGate } from "@/shared/auth/identity-gate";

/** The gate stands outside the sign-in: with a mismatch there is nothing to sign in to. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <ApiProvider>
      <IdentityGate>
        <AuthProvider>{children}</AuthProvider>
      </IdentityGate>
    </ApiProvider>
  );
}
