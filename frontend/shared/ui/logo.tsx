/** Two speech bubbles that listen to each other: the mark of the product, and its name. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2.5 font-semibold">
      <svg viewBox="0 0 32 32" className="size-8" aria-hidden="true">
        <rect width="32" height="32" rx="9" className="fill-accent" />
        <path
          d="M8 11.5A3.5 3.5 0 0 1 11.5 8h9a3.5 3.5 0 0 1 3.5 3.5v5a3.5 3.5 0 0 1-3.5 3.5H15l-4.2 3.7c-.5.4-1.2.1-1.2-.6v-3.4A3.5 3.5 0 0 1 8 16.8Z"
          className="fill-on-accent"
        />
        <path
          d="M12.6 13.6c1.9 2.5 4.9 2.5 6.8 0"
          className="stroke-accent"
          fill="none"
          strokeWidth="1.8"
          strokeLinecap="round"
        />
      </svg>
      HireCoach
    </span>
  );
}
