/** Stands in for the interviewer's face until its video is there. */
export function InterviewerPortrait({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 120 120" role="img" aria-label="The interviewer" className={className}>
      <circle cx="60" cy="60" r="58" className="fill-stage-raised" />
      <circle cx="60" cy="48" r="20" className="fill-on-stage-soft" />
      <path d="M24 104a36 34 0 0 1 72 0 58 58 0 0 1-72 0Z" className="fill-on-stage-soft" />
    </svg>
  );
}
