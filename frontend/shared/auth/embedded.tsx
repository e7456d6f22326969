"use client";

import type { ReactNode } from "react";
import type { Candidate, Identity } from "./types";

/** No sign-in: one person on one machine. */
export const identity: Identity = "open";

const candidate: Candidate = { name: null, isSignedIn: true };

export function AuthProvider({ children }: { children: ReactNode }) {
  return <>{children}</>;
}

export function useCandidate(): Candidate {
  return candidate;
}

export function AccountMenu(): ReactNode {
  return null;
}
