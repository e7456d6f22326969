import { describe, expect, test } from "vitest";
import { clerkHost, contentSecurityPolicy } from "./content-security-policy";

const key = `pk_test_${btoa("happy-cat-1.clerk.accounts.dev$")}`;
const input = {
  nonce: "n0nce",
  apiUrl: "https://api.example.org",
  clerkPublishableKey: "",
  isDevelopment: false,
};

function directive(name: string, more: Partial<typeof input> = {}): string[] {
  const policy = contentSecurityPolicy({ ...input, ...more });
  return (
    policy
      .split("; ")
      .find((each) => each.startsWith(`${name} `))
      ?.split(" ") ?? []
  );
}

describe("the content security policy", () => {
  test("lets the page talk to its API and to a media server", () => {
    expect(directive("connect-src")).toEqual(
      expect.arrayContaining(["https://api.example.org", "ws:", "wss:"]),
    );
  });

  test("runs only scripts that carry the nonce", () => {
    expect(directive("script-src")).toContain("'nonce-n0nce'");
    expect(directive("script-src")).not.toContain("'unsafe-inline'");
    expect(directive("script-src")).not.toContain("'unsafe-eval'");
  });

  test("knows nothing of Clerk without its key, and only its host with it", () => {
    expect(contentSecurityPolicy(input)).not.toContain("clerk");
    expect(directive("connect-src", { clerkPublishableKey: key })).toContain(
      "https://happy-cat-1.clerk.accounts.dev",
    );
  });

  test.each(["", "pk_test", "pk_test_%%%", `pk_test_${btoa("evil.example; script-src *$")}`])(
    "takes no host from the key %j",
    (broken) => {
      expect(clerkHost(broken)).toBeNull();
    },
  );
});
