import { Video } from "lucide-react";
import { Button } from "@/shared/ui/button";
import { STAGE_BUTTON_QUIET, Stage, StageMessage } from "./stage";

export function ConnectingStage({ onText }: { onText?: () => void }) {
  return (
    <Stage>
      <StageMessage
        title="Connecting to interview room…"
        picture={<Video className="size-10" />}
        isBusy
        actions={
          onText ? (
            <Button size="small" look="quiet" className={STAGE_BUTTON_QUIET} onClick={onText}>
              Continue in Text Mode
            </Button>
          ) : null
        }
      >
        You can start typing already.
      </StageMessage>
    </Stage>
  );
}
