import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "./badge";
import { classNames } from "./class-names";

type NoticeTone = Exclude<Tone, "neutral">;

const looks: Record<NoticeTone, { box: string; icon: string; Icon: LucideIcon }> = {
  info: { box: "bg-info-soft", icon: "text-info-ink", Icon: Info },
  accent: { box: "bg-accent-soft", icon: "text-accent-ink", Icon: CircleCheck },
  attention: { box: "bg-attention-soft", icon: "text-attention-ink", Icon: TriangleAlert },
  danger: { box: "bg-danger-soft", icon: "text-danger-ink", Icon: CircleAlert },
};

type NoticeProps = {
  tone?: NoticeTone;
  title?: ReactNode;
  children?: ReactNode;
  /** One way on: a button or a link. */
  action?: ReactNode;
  /** "alert" interrupts a screen reader, "status" waits; leave it out for what is there from the start. */
  role?: "alert" | "status";
  className?: string;
};

/** What is going on, what still works, and one way on. */
export function Notice({ tone = "info", title, children, action, role, className }: NoticeProps) {
  const { box, icon, Icon } = looks[tone];
  return (
    <div role={role} className={classNames("flex gap-3 rounded-control p-4 text-ink", box, className)}>
      <Icon aria-hidden className={classNames("mt-0.5 size-5 shrink-0", icon)} />
      <div className="min-w-0 flex-1 space-y-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="text-small">{children}</div> : null}
        {action ? <div className="flex flex-wrap gap-2 pt-2">{action}</div> : null}
      </div>
    </div>
  );
}
