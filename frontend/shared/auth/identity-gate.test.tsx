import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderWithApi } from "@/shared/testing/render-with-api";
import { IdentityGate } from "./identity-gate";

const page = (
  <IdentityGate>
    <p>Your interviews</p>
  </IdentityGate>
);
const ready = (identity: string) => ({
  "GET /health/ready": { body: { status: "ready", identity, away: {} } },
});

test("a page without sign-in in front of an open API runs", async () => {
  renderWithApi(page, ready("open"));
  expect(await screen.findByText("Your interviews")).toBeTruthy();
});

test("a page without sign-in in front of an API that wants one refuses to run and says what to change", async () => {
  renderWithApi(page, ready("oidc"));
  expect(await screen.findByText("This page and its server do not agree on sign-in")).toBeTruthy();
  expect(screen.queryByText("Your interviews")).toBeNull();
  expect(screen.getByText("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY")).toBeTruthy();
});

test("a server that is away is left to the page, which says so itself", async () => {
  renderWithApi(page, {});
  expect(await screen.findByText("Your interviews")).toBeTruthy();
});
