import { Check, LoaderCircle, type LucideIcon, TriangleAlert, VideoOff, Wifi } from "lucide-react";
import { Button } from "@/shared/ui/button";
import type { Connection, Pace } from "./connection-check";

type Line = { Icon: LucideIcon; look: string; title: string; detail?: string };

const PACES: Record<Pace, Pick<Line, "Icon" | "look" | "title">> = {
  good: { Icon: Check, look: "text-accent-ink", title: "Connection is good" },
  slow: { Icon: Check, look: "text-accent-ink", title: "Connection is a little slow" },
  very_slow: { Icon: TriangleAlert, look: "text-attention-ink", title: "Connection is slow" },
};

function howItWent(milliseconds: number, pace: Pace): string {
  const took = `The room opened in ${(milliseconds / 1_000).toFixed(1)} s.`;
  if (pace === "good") return took;
  return pace === "slow"
    ? `${took} Enough for video; the interviewer may answer a moment later.`
    : `${took} Video may stop and words may come late. Typing and Voice Input work as usual.`;
}

function lineOf(connection: Connection): Line {
  switch (connection.status) {
    case "unchecked":
      return { Icon: Wifi, look: "text-ink-soft", title: "Connection not checked yet" };
    case "checking":
      return { Icon: LoaderCircle, look: "animate-breathe text-ink-soft", title: "Checking the connection…" };
    case "joined":
      return { ...PACES[connection.pace], detail: howItWent(connection.milliseconds, connection.pace) };
    case "no_video":
      return {
        Icon: VideoOff,
        look: "text-attention-ink",
        title: connection.title,
        detail: connection.detail,
      };
    case "blocked":
      return {
        Icon: TriangleAlert,
        look: "text-attention-ink",
        title: "Video does not get through on this network",
        detail: "A firewall or VPN may stop it. You can start anyway: the interview goes on in text mode.",
      };
    case "server_away":
      return {
        Icon: TriangleAlert,
        look: "text-attention-ink",
        title: "The interview server is away",
        detail: "What you have written here is kept. Check that it is running, then try again.",
      };
  }
}

/** One line with an icon and words; a way to try again where that may help. */
export function ConnectionLine({ connection, onRetry }: { connection: Connection; onRetry: () => void }) {
  const { Icon, look, title, detail } = lineOf(connection);
  const canRetry = ["no_video", "blocked", "server_away"].includes(connection.status);
  return (
    <div className="flex flex-wrap items-start gap-2.5 border-t border-line pt-4 text-small">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${look}`} />
      <div role="status" className="min-w-0 flex-1 basis-4/5">
        <p className="font-medium">{title}</p>
        {detail ? <p className="mt-0.5 text-ink-soft">{detail}</p> : null}
      </div>
      {/* Below the words: beside them it leaves too narrow a column. */}
      {canRetry ? (
        <Button look="secondary" size="small" className="ml-6.5" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}
