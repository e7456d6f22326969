"use client";

import { useEffect } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { Card } from "@/shared/ui/card";
import { Field, Select } from "@/shared/ui/field";
import { NO_OCCUPATION, occupationOf, occupationsOf, skillsOf } from "./recognised";
import type { SetupForm } from "./setup-schema";
import { SkillChips } from "./skill-chips";
import { useRecognition } from "./use-recognition";

/** What was understood of title, job description and CV, for the candidate to correct. Shown once there is anything. */
export default function RecognisedJob() {
  const { control, register, setValue } = useFormContext<SetupForm>();
  const { recognition, isCurrent } = useRecognition();
  const [occupation_choice, skills_added, skills_removed] = useWatch({
    control,
    name: ["occupation_choice", "skills_added", "skills_removed"],
  });
  const corrections = { occupation_choice, skills_added, skills_removed };
  const names = occupationsOf(recognition);
  const occupation = occupationOf(recognition, occupation_choice);
  const skills = skillsOf(recognition, corrections);
  // What was recognised of an earlier title must not start an interview about it; what was added by hand may.
  const sent = JSON.stringify(
    isCurrent ? { occupation, skills } : { occupation: "", skills: skillsOf(undefined, corrections) },
  );
  useEffect(() => {
    const { occupation, skills } = JSON.parse(sent) as Pick<SetupForm, "occupation" | "skills">;
    setValue("occupation", occupation);
    setValue("skills", skills);
  }, [sent, setValue]);

  if (names.length === 0 && skills.length === 0 && skills_removed.length === 0) return null;
  return (
    <Card padding="normal">
      <section aria-labelledby="understood" className="space-y-4">
        <div>
          <h2 id="understood" className="font-medium">
            What we understood
          </h2>
          <p className="text-small text-ink-soft">
            Your questions will fit this. Change what is not right, or leave it.
          </p>
        </div>
        {names.length > 0 ? (
          <Field label="Occupation" hint="Not right? Choose another." className="sm:max-w-110">
            <Select {...register("occupation_choice")} value={occupation || NO_OCCUPATION}>
              {names.map((name) => (
                <option key={name} value={name}>
                  {name.charAt(0).toUpperCase() + name.slice(1)}
                </option>
              ))}
              <option value={NO_OCCUPATION}>None of these: only my job title</option>
            </Select>
          </Field>
        ) : null}
        <SkillChips skills={skills} corrections={corrections} found={recognition?.skills ?? []} />
      </section>
    </Card>
  );
}
