import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// How long something is waited for, not how quick it must be.
configure({ asyncUtilTimeout: 5_000 });

afterEach(() => {
  cleanup();
  window.localStorage.clear();
  window.sessionStorage.clear();
});
