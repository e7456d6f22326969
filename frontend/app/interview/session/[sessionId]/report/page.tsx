import type { Metadata } from "next";
import { ReportPage } from "@/features/report/report-page";

export const metadata: Metadata = { title: "Your report" };

export default async function Page({ params }: { params: Promise<{ sessionId: string }> }) {
  const { sessionId } = await params;
  return <ReportPage sessionId={sessionId} />;
}
