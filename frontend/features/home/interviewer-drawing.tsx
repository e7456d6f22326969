"use client";

/**
 * The drawing itself, on the client so that it is preloaded with this page alone: of an image in a server component React
 * writes a preload into whatever carries that component, also into a page that only prefetches this one.
 */
export function InterviewerDrawing() {
  return (
    // biome-ignore lint/performance/noImgElement: an SVG of 4 KB needs no image server
    <img src="/interviewer.svg" alt="" width={512} height={512} className="size-full object-cover" />
  );
}
