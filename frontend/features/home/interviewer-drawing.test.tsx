import { renderToReadableStream } from "react-dom/server";
import { expect, test } from "vitest";
import { InterviewerFace } from "@/shared/ui/interviewer-face";
import { InterviewerDrawing } from "./interviewer-drawing";

const htmlOf = async (shown: React.ReactNode) => new Response(await renderToReadableStream(shown)).text();

test("the drawing is preloaded with the page that opens with it, the face beside words with none", async () => {
  expect(await htmlOf(<InterviewerDrawing />)).toContain('rel="preload"');
  expect(await htmlOf(<InterviewerFace />)).toContain('loading="lazy"');
  expect(await htmlOf(<InterviewerFace />)).not.toContain("preload");
});
