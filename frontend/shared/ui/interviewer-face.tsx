import { classNames } from "./class-names";

/**
 * The interviewer, as decoration beside words; the same drawing as in the room (the agent's face/portrait_file.py).
 * Lazy: every page carries "not found" with it, and React would preload the image for all of them.
 */
export function InterviewerFace({ className = "size-28" }: { className?: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: an SVG of 4 KB needs no image server
    <img
      src="/interviewer.svg"
      alt=""
      loading="lazy"
      width={512}
      height={512}
      className={classNames("shrink-0 rounded-full", className)}
    />
  );
}
