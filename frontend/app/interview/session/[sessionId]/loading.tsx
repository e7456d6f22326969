import { LoadingSession } from "@/features/interview-session/session-states";

export default function Loading() {
  return <LoadingSession />;
}
