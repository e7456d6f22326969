/** Sentences as sound, spoken by the embedded voice when a journey first needs them, and kept for the next run. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const HERE = __dirname;
const REPOSITORY = path.resolve(HERE, "../../..");
const PYTHON = path.join(REPOSITORY, ".venv/bin/python");
const KEPT = path.join(tmpdir(), "hirecoach-journeys-speech");
/** A cold voice on a machine that is starting everything else at once. */
const SPEAKING_LIMIT_MS = 120_000;

/** The wav file of each text, in order. All that are missing are made in one go: loading the voice takes a second. */
export function spoken(texts: readonly string[]): Buffer[] {
  mkdirSync(KEPT, { recursive: true });
  const wanted = texts.map((text) => ({ text, file: fileOf(text) }));
  const missing = wanted.filter(({ file }) => !existsSync(file));
  if (missing.length > 0) {
    execFileSync(PYTHON, [path.join(HERE, "speak.py")], {
      cwd: path.join(REPOSITORY, "backend"),
      input: JSON.stringify(missing),
      timeout: SPEAKING_LIMIT_MS,
      stdio: ["pipe", "inherit", "inherit"],
    });
  }
  return wanted.map(({ file }) => readFileSync(file));
}

function fileOf(text: string): string {
  return path.join(KEPT, `${createHash("sha256").update(text).digest("hex").slice(0, 24)}.wav`);
}
