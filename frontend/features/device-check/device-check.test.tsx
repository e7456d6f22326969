import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { readDeviceChoice } from "@/shared/devices";
import { renderWithApi } from "@/shared/testing/render-with-api";
import { DeviceCheck } from "./device-check";

type Ask = (constraints: MediaStreamConstraints) => Promise<MediaStream>;

/** jsdom has no devices: these answer as a browser does. */
function browserWith(getUserMedia: Ask, isSecureContext = true) {
  vi.stubGlobal("isSecureContext", isSecureContext);
  vi.stubGlobal("navigator", {
    userAgent: navigator.userAgent,
    mediaDevices: { getUserMedia, enumerateDevices: async () => [] },
  });
}

const refuse =
  (name: string): Ask =>
  async () => {
    throw new DOMException("", name);
  };

async function check() {
  renderWithApi(<DeviceCheck />, {});
  await userEvent.click(screen.getByRole("button", { name: "Check camera and microphone" }));
}

describe("the device check", () => {
  test.each([
    ["NotAllowedError", /Your camera is blocked for this page/],
    ["NotFoundError", /There is no microphone on this computer/],
    ["NotReadableError", /Another program is using your camera/],
  ])("explains %s for what it is, and what still works", async (name, words) => {
    browserWith(refuse(name));
    await check();
    expect(await screen.findByText(words)).toBeTruthy();
    expect(screen.getByText(/You can start without it: you can type/)).toBeTruthy();
  });

  test("on an insecure origin says so, and offers no useless retry", async () => {
    browserWith(refuse("NotAllowedError"), false);
    await check();
    expect(await screen.findByText("The browser hides your camera from this address")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Try the camera again/ })).toBeNull();
  });

  test("asks again when the person has allowed it meanwhile", async () => {
    const ask = vi.fn(refuse("NotAllowedError"));
    browserWith(ask);
    await check();
    const again = await screen.findByRole("button", { name: "Try the microphone again" });
    const before = ask.mock.calls.length;
    await userEvent.click(again);
    await waitFor(() => expect(ask.mock.calls.length).toBe(before + 1));
    expect(ask.mock.lastCall?.[0]).toEqual({ audio: {} });
  });

  test("remembers for the interview that the camera shall stay off", async () => {
    browserWith(refuse("NotAllowedError"));
    await check();
    await screen.findByText(/Your camera is blocked/);
    await userEvent.click(screen.getByRole("button", { name: "Turn camera on" }));
    expect(readDeviceChoice().camera).toBe(true);
  });
});
