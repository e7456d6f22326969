import { expect, test } from "vitest";
import * as clerk from "./clerk";
import * as embedded from "./embedded";

test("both ways of signing in offer the same parts, for the identity they belong to", () => {
  const parts: (keyof typeof embedded)[] = ["AccountMenu", "AuthProvider", "identity", "useCandidate"];
  expect(Object.keys(embedded).sort()).toEqual(parts);
  expect(Object.keys(clerk).sort()).toEqual(parts);
  expect([embedded.identity, clerk.identity]).toEqual(["open", "oidc"]);
});
