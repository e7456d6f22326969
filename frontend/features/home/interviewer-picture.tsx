import { AudioLines, Ear } from "lucide-react";
import { classNames } from "@/shared/ui/class-names";
import { InterviewerDrawing } from "./interviewer-drawing";

/**
 * A glance into the room: the interviewer as they look there, with the word beside the face and a line of captions.
 * Decoration: the text beside it says what there is to know. The drawing comes from the agent (face/portrait_file.py).
 */
export function InterviewerPicture({ className }: { className?: string }) {
  return (
    <div
      aria-hidden="true"
      className={classNames(
        "relative isolate aspect-square overflow-hidden rounded-card border border-line bg-stage shadow-card",
        className,
      )}
    >
      <InterviewerDrawing />
      <p className="absolute top-3 left-3 inline-flex items-center gap-2 rounded-full bg-stage/80 px-3 py-1.5 text-small font-medium text-on-stage">
        <Ear className="size-4" />
        Listening
      </p>
      <p className="absolute inset-x-3 bottom-3 flex items-center gap-3 rounded-control bg-stage/80 px-3 py-2 text-small text-on-stage">
        <AudioLines className="size-5 shrink-0" />
        <span>
          <span className="font-medium">You:</span> So I asked the two teams to write down what they needed…
        </span>
      </p>
    </div>
  );
}
