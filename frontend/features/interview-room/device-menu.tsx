"use client";

import { Check, ChevronUp } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { Button } from "@/shared/ui/button";
import type { DeviceInput } from "./device-lists";
import { type DeviceOptions, useDeviceChoice } from "./use-device-choice";

type DeviceMenuProps = { label: string; groups: readonly Group[]; isDisabled: boolean };
type Group = { kind: DeviceInput; title: string };

/** Which microphone, camera or speaker: a small menu at the button that turns the device on and off. */
export function DeviceMenu({ label, groups, isDisabled }: DeviceMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <DropdownMenu.Root open={isOpen} onOpenChange={setIsOpen} modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button
          look="secondary"
          aria-label={label}
          title={label}
          disabled={isDisabled}
          className="-ml-px w-8 rounded-l-none px-0!"
        >
          <ChevronUp aria-hidden className="size-4" />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side="top"
          align="start"
          sideOffset={8}
          collisionPadding={12}
          className="z-40 max-h-[50dvh] w-72 max-w-[calc(100vw-1.5rem)] animate-appear overflow-y-auto rounded-card border border-line bg-surface p-1.5 text-ink shadow-card"
        >
          {groups.map((group) => (
            <DeviceGroup key={group.kind} group={group} isOpen={isOpen} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function DeviceGroup({ group, isOpen }: { group: Group; isOpen: boolean }) {
  const options = useDeviceChoice(group.kind, isOpen);
  if (options.listed.length === 0) {
    // A browser that chooses the speaker itself has nothing to say about it.
    return group.kind === "audiooutput" ? null : (
      <DropdownMenu.Label className="px-3 py-2 text-small text-ink-soft">
        {group.title}: none to choose from yet
      </DropdownMenu.Label>
    );
  }
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Label className="px-3 pt-2 pb-1 text-small font-medium text-ink-soft">
        {group.title}
      </DropdownMenu.Label>
      <Choices options={options} title={group.title} />
    </DropdownMenu.Group>
  );
}

function Choices({ options, title }: { options: DeviceOptions; title: string }) {
  return (
    <DropdownMenu.RadioGroup aria-label={title} value={options.current} onValueChange={options.choose}>
      {options.listed.map(({ id, name }) => (
        <DropdownMenu.RadioItem
          key={id}
          value={id}
          className="flex min-h-10 items-center gap-2 rounded-control px-3 py-2 text-small outline-none data-highlighted:bg-sunken"
        >
          <span className="size-4 shrink-0">
            <DropdownMenu.ItemIndicator>
              <Check aria-hidden className="size-4 text-accent-ink" />
            </DropdownMenu.ItemIndicator>
          </span>
          <span className="min-w-0 break-words">{name}</span>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
