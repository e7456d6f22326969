import { PageFrame } from "@/shared/ui/page-frame";
import { SetupForm } from "./setup-form";

export function SetupPage() {
  return (
    <PageFrame>
      <div className="mb-8">
        <h1 className="text-display font-semibold">Practise an interview</h1>
        <p className="mt-2 text-ink-soft">
          Only the job title is needed. Everything else makes it more like the real one.
        </p>
      </div>
      <SetupForm />
    </PageFrame>
  );
}
