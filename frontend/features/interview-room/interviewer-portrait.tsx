import { classNames } from "@/shared/ui/class-names";

/** Stands in for the interviewer's face until its video is there: the same drawing (the agent's face/portrait_file.py). */
export function InterviewerPortrait({ className }: { className?: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: an SVG of 4 KB needs no image server
    <img
      src="/interviewer.svg"
      alt="The interviewer"
      width={512}
      height={512}
      className={classNames("w-auto rounded-full", className)}
    />
  );
}
