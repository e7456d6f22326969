import { type DeviceKind, type DeviceProblem, describeDeviceProblem } from "@/shared/device-problem";
import { Button } from "@/shared/ui/button";
import { Notice } from "@/shared/ui/notice";

type DeviceProblemNoticeProps = { device: DeviceKind; problem: DeviceProblem; onRetry: () => void };

const without: Record<DeviceKind, string> = {
  camera: "You can start without it.",
  microphone: "You can start without it: you can type.",
};

export function DeviceProblemNotice({ device, problem, onRetry }: DeviceProblemNoticeProps) {
  const { title, whatToDo } = describeDeviceProblem(problem, device);
  return (
    <Notice
      tone="attention"
      role="status"
      title={title}
      action={
        problem === "insecure_origin" ? null : (
          <Button look="secondary" size="small" onClick={onRetry}>
            Try the {device} again
          </Button>
        )
      }
    >
      {whatToDo} {without[device]}
    </Notice>
  );
}
