/** States that a journey passes seldom or never: each is designed, accessible in both themes, and fits every size. */
import type { Page, Route } from "@playwright/test";
import { expect, test } from "../fixtures";
import { Interviews } from "../interviews";
import { expectGoodLooksAtEverySize } from "../looks";

/** Parts are taken away on purpose here, and the browser says so in its console. */
const CUT_OFF = /Failed to load resource|ERR_FAILED/;

/** Pages have addresses of the same shape as the API's; only the page's own calls are meant. */
const isCallOfTheApi = (route: Route) =>
  route.request().resourceType() === "fetch" && !route.request().headers().rsc;

const away = (page: Page) =>
  page.route(/\/(interview|health|livekit)\//, (route) =>
    isCallOfTheApi(route) ? route.abort() : route.fallback(),
  );

test.describe("the first page", () => {
  test.use({ expectedErrors: CUT_OFF });

  test("without and with interviews", async ({ page, stack }) => {
    const interviews = new Interviews(stack.apiUrl);
    await interviews.forgetAll();
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "No interviews yet" })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "home-empty");

    await interviews.finished();
    await interviews.hardlyAnswered();
    await interviews.begun();
    await page.reload();
    await expect(page.getByRole("heading", { name: "Data analyst" })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "home");
  });

  test("while the server thinks, and without it", async ({ page }) => {
    await page.route("**/interview/sessions", () => {});
    await page.goto("/");
    await expect(page.getByText("Looking for your interviews…")).toBeVisible();
    await expectGoodLooksAtEverySize(page, "home-loading");

    await away(page);
    await page.goto("/");
    await expect(page.getByText("The interview server is away")).toBeVisible();
    await expectGoodLooksAtEverySize(page, "home-away");
  });
});

test.describe("setting up", () => {
  test.use({ expectedErrors: CUT_OFF });

  test("as it opens, with all of it open, and with what has to be mended", async ({ page }) => {
    await page.goto("/interview/setup");
    await expectGoodLooksAtEverySize(page, "setup");

    await page.getByText("Job description and CV").click();
    await page.getByText("Style, focus and accommodations").click();
    await expectGoodLooksAtEverySize(page, "setup-open");

    await page.getByRole("button", { name: "Start Interview" }).click();
    await expect(page.getByText("Write the job title", { exact: false }).first()).toBeVisible();
    await expectGoodLooksAtEverySize(page, "setup-incomplete");
  });

  test("when the server refuses fields", async ({ page }) => {
    const errors = [
      { field: "job_title", message: "This is empty; write something here" },
      { field: "cv_text", message: "At most 20,000 characters fit here; this has 20,400. Shorten it" },
    ];
    await page.route("**/interview/start", (route) =>
      route.fulfill({
        status: 422,
        contentType: "application/problem+json",
        headers: { "Access-Control-Allow-Origin": "*" },
        json: {
          type: "/problems/validation",
          title: "Some fields are not right",
          detail: "Nothing was stored.",
          status: 422,
          errors,
        },
      }),
    );
    await page.goto("/interview/setup");
    await page.getByLabel("Job title").fill("Engineer");
    await page.getByRole("button", { name: "Start Interview" }).click();
    await expect(page.getByText("This is empty; write something here.")).toBeVisible();
    await expect(page.getByText("At most 20,000 characters fit here", { exact: false })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "setup-refused");
  });

  test("without the server", async ({ page }) => {
    await away(page);
    await page.goto("/interview/setup");
    await page.getByLabel("Job title").fill("Engineer");
    await page.getByRole("button", { name: "Start Interview" }).click();
    await expect(page.getByRole("alert").getByText("The interview server is away")).toBeVisible();
    await expectGoodLooksAtEverySize(page, "setup-away");
  });
});

// The browser of the journeys gives both without asking, so the check begins by itself.
test.describe("camera and microphone", () => {
  test.use({ expectedErrors: CUT_OFF });

  const problems = {
    NotAllowedError: ["blocked", "is blocked for this page"],
    NotReadableError: ["in-use", "Another program is using your camera"],
    NotFoundError: ["none", "There is no camera on this computer"],
  } as const;
  for (const [error, [name, says]] of Object.entries(problems)) {
    test(`that are ${name}`, async ({ page }) => {
      await page.addInitScript((thrown) => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", thrown));
      }, error);
      await page.goto("/interview/setup");
      await expect(page.getByText(says).first()).toBeVisible();
      await expectGoodLooksAtEverySize(page, `devices-${name}`);
    });
  }

  test("that the browser hides from this address", async ({ page }) => {
    await page.addInitScript(() => Object.defineProperty(window, "isSecureContext", { value: false }));
    await page.goto("/interview/setup");
    await expect(page.getByText("The browser hides your camera from this address")).toBeVisible();
    await expectGoodLooksAtEverySize(page, "devices-insecure");
  });

  test("that work", async ({ page }) => {
    await page.goto("/interview/setup");
    await expect(page.getByRole("meter", { name: "Microphone level" })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "devices-live");
  });
});

test.describe("the report", () => {
  test.use({ expectedErrors: CUT_OFF });

  test("of an interview, and of one with too few answers", async ({ page, stack }) => {
    const interviews = new Interviews(stack.apiUrl);
    await page.goto(`/interview/session/${await interviews.finished()}/report`);
    await expect(page.getByRole("heading", { name: "Question by question" })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "report");
    await page.locator("article summary").first().click();
    await expectGoodLooksAtEverySize(page, "report-reasons");

    await page.goto(`/interview/session/${await interviews.hardlyAnswered()}/report`);
    await expect(page.getByText("No overall score")).toBeVisible();
    await expectGoodLooksAtEverySize(page, "report-no-overall");
  });

  test("that is not there yet, or not ours", async ({ page, stack }) => {
    await page.goto(`/interview/session/${await new Interviews(stack.apiUrl).begun()}/report`);
    await expect(page.getByRole("heading", { name: "This interview is not finished yet" })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "report-not-finished");

    await page.goto("/interview/session/no-such-session/report");
    await expect(page.getByRole("heading", { name: "There is no report here" })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "report-not-found");
  });

  test("while it is made, and without the server", async ({ page }) => {
    await page.route("**/interview/session/*/report", (route) =>
      isCallOfTheApi(route) ? undefined : route.fallback(),
    );
    await page.goto("/interview/session/some-session/report");
    await expect(page.getByRole("heading", { name: "Your report is being made…" })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "report-being-made");

    await away(page);
    await page.goto("/interview/session/some-session/report");
    await expect(page.getByRole("heading", { name: "The interview server is away" })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "report-away");
  });
});

test.describe("when something is wrong", () => {
  test.use({ expectedErrors: CUT_OFF });

  test("with the address", async ({ page }) => {
    await page.goto("/no-such-page");
    await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "not-found");
  });

  test("with sign-in: page and server do not agree", async ({ page }) => {
    await page.route("**/health/ready", (route) =>
      route.fulfill({
        json: { status: "ready", identity: "oidc", database: "sqlite", away: {} },
        headers: { "Access-Control-Allow-Origin": "*" },
      }),
    );
    await page.goto("/");
    await expect(page.getByRole("heading", { name: /do not agree on sign-in/ })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "identity-mismatch");
  });
});

test.describe("when the page itself breaks", () => {
  test.use({ expectedErrors: /./ });

  test("in one page", async ({ page }) => {
    await page.route("**/interview/sessions", (route) =>
      route.fulfill({ json: { sessions: [null] }, headers: { "Access-Control-Allow-Origin": "*" } }),
    );
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "This page has stopped working" })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "page-broken");
  });

  test("in the frame around every page", async ({ page }) => {
    await page.addInitScript(() => {
      const listen = window.addEventListener.bind(window);
      window.addEventListener = (type: string, listener: EventListenerOrEventListenerObject) => {
        if (type === "visibilitychange") throw new Error("broken on purpose");
        listen(type, listener);
      };
    });
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "HireCoach has stopped working here" })).toBeVisible();
    await expectGoodLooksAtEverySize(page, "frame-broken");
  });
});
