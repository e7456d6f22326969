import type { Metadata } from "next";
import { SessionScreen } from "@/features/interview-session/session-screen";

export const metadata: Metadata = { title: "Your interview" };

export default async function Page({ params }: { params: Promise<{ sessionId: string }> }) {
  const { sessionId } = await params;
  return <SessionScreen key={sessionId} sessionId={decodeURIComponent(sessionId)} />;
}
