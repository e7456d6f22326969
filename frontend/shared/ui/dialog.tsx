"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** A sentence under the title, read out when the dialog opens. */
  description: ReactNode;
  children?: ReactNode;
  /** The buttons; the safe one first. */
  actions?: ReactNode;
};

export function Dialog({ open, onOpenChange, title, description, children, actions }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content className="fixed inset-x-4 bottom-4 z-50 mx-auto max-h-[calc(100dvh-2rem)] max-w-prose animate-appear overflow-y-auto rounded-card border border-line bg-surface p-5 shadow-card sm:top-1/2 sm:bottom-auto sm:-translate-y-1/2 sm:p-6">
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-heading font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button look="quiet" size="small" iconOnly aria-label="Close" className="-mt-1 -mr-2">
                <X aria-hidden className="size-5" />
              </Button>
            </Radix.Close>
          </div>
          <Radix.Description asChild>
            <div className="mt-1 text-ink-soft">{description}</div>
          </Radix.Description>
          {children ? <div className="mt-4">{children}</div> : null}
          {actions ? <div className="mt-6 flex flex-wrap justify-end gap-3">{actions}</div> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
