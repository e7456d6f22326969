"use client";

import { Plus, X } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useFormContext } from "react-hook-form";
import type { Recognition } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Input } from "@/shared/ui/field";
import { type Corrections, withoutSkill, withSkill } from "./recognised";
import { limits, type SetupForm } from "./setup-schema";

type SkillChipsProps = { skills: string[]; corrections: Corrections; found: Recognition["skills"] };

/** Skills, each to be taken away, and a box to add one. Focus never falls off the page with a chip. */
export function SkillChips({ skills, corrections, found }: SkillChipsProps) {
  const { setValue } = useFormContext<SetupForm>();
  const [name, setName] = useState("");
  const [said, setSaid] = useState("");
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const isFull = skills.length >= limits.skills;

  function correct(next: Corrections, words: string) {
    setValue("skills_added", next.skills_added, { shouldDirty: true });
    setValue("skills_removed", next.skills_removed, { shouldDirty: true });
    setSaid(words);
  }

  function add() {
    if (name.trim() === "" || isFull) return;
    correct(withSkill(corrections, name), `${name.trim()} added.`);
    setName("");
    input.current?.focus();
  }

  function remove(skill: string, at: number) {
    const buttons = list.current?.querySelectorAll("button") ?? [];
    (buttons[at + 1] ?? buttons[at - 1] ?? input.current)?.focus();
    correct(withoutSkill(corrections, skill), `${skill} removed.`);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter") return;
    event.preventDefault(); // Enter here adds a skill, and does not start the interview.
    add();
  }

  return (
    <div className="space-y-2">
      <h3 id={`${id}-skills`} className="font-medium">
        Skills
      </h3>
      {skills.length > 0 ? (
        <ul ref={list} aria-labelledby={`${id}-skills`} className="flex flex-wrap gap-2">
          {skills.map((skill, at) => (
            <li
              key={skill}
              title={whereFound(skill, found)}
              className="inline-flex min-h-9 max-w-full items-center rounded-full border border-line-strong bg-surface pl-3.5 text-small font-medium"
            >
              <span className="truncate">{skill}</span>
              <button
                type="button"
                aria-label={`Remove ${skill}`}
                onClick={() => remove(skill, at)}
                className="ml-0.5 inline-flex size-9 shrink-0 items-center justify-center rounded-full text-ink-soft hover:text-ink"
              >
                <X aria-hidden className="size-4" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex items-center gap-2 sm:max-w-110">
        <Input
          ref={input}
          value={name}
          maxLength={80}
          disabled={isFull}
          aria-label="Add a skill"
          placeholder={isFull ? `At most ${limits.skills}: remove one first` : "Add a skill"}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button look="secondary" disabled={isFull} onClick={add}>
          <Plus aria-hidden className="size-4" />
          Add
        </Button>
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}

function whereFound(skill: string, found: Recognition["skills"]): string | undefined {
  const origin = found.find(({ label }) => label === skill);
  if (!origin) return undefined;
  return `${origin.found_in === "cv" ? "In your CV" : "In the job description"}: “${origin.phrase}”`;
}
