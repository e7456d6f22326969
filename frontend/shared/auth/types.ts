/** Which identity of the API a variant of the sign-in goes with. */
export type Identity = "open" | "oidc";

/** The person at the page. `name` is what the interviewer will call them unless they say otherwise. */
export type Candidate = { name: string | null; isSignedIn: boolean };
