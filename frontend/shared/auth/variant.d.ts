/** What `auth-variant` is: `clerk.tsx` or `embedded.tsx`, chosen in next.config.ts when the page is built. */
export { AccountMenu, AuthProvider, identity, useCandidate } from "./embedded";
