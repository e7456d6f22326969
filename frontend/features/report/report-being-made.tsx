import { Card } from "@/shared/ui/card";
import { Skeleton } from "@/shared/ui/skeleton";

/** The shape of the report, and words: reading long answers takes a moment. */
export function ReportBeingMade() {
  return (
    <div className="space-y-6">
      <div role="status">
        <h1 className="text-display font-semibold">Your report is being made…</h1>
        <p className="mt-2 text-ink-soft">Your answers are saved. This usually takes a second or two.</p>
      </div>
      <Card className="space-y-4">
        <Skeleton className="h-12 w-40" />
        <Skeleton className="h-4" />
      </Card>
      <Card className="space-y-4">
        <Skeleton className="h-6 w-56" />
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </Card>
    </div>
  );
}
