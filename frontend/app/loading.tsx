import { PageFrame } from "@/shared/ui/page-frame";
import { Skeleton } from "@/shared/ui/skeleton";

export default function Loading() {
  return (
    <PageFrame>
      <p role="status" className="mb-4 text-ink-soft">
        One moment…
      </p>
      <Skeleton className="mb-6 h-10 w-64" />
      <Skeleton className="h-48" />
    </PageFrame>
  );
}
