import { ShieldCheck } from "lucide-react";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** Who else gets what you say and write, before anything is said or written. */
export function DataNotice({ processors }: { processors: string[] | undefined }) {
  if (processors === undefined) return null;
  const isAlone = processors.length === 0;
  return (
    <div className="flex items-start gap-2.5 text-small text-ink-soft">
      <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-accent-ink" />
      {isAlone ? (
        <p>What you say and write stays on the machine that runs HireCoach.</p>
      ) : (
        <p>
          <strong className="font-medium text-ink">{list.format(processors)}</strong> also processes what you
          say and write here, your CV included. The person who runs this server has chosen so.
        </p>
      )}
    </div>
  );
}
