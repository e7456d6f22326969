import type { Metadata } from "next";
import { SetupPage } from "@/features/interview-setup/setup-page";

export const metadata: Metadata = { title: "Practise an interview" };

export default function Page() {
  return <SetupPage />;
}
