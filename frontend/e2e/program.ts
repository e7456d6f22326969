/** One program of the stack: started under the launcher's guard, which leaves nothing of it behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { descendantsOf, killProcess } from "./processes";

const REPOSITORY = path.resolve(__dirname, "../..");
const GUARD = path.join(REPOSITORY, "tools/launch/guard.py");
export const PYTHON = path.join(REPOSITORY, ".venv/bin/python");

/** What a program gets to end by itself; the agent's jobs need most of it. */
const STOP_GRACE_S = 7;
const LOOK_EVERY_MS = 100;

export type ProgramPlan = {
  name: string;
  command: readonly [string, ...string[]];
  cwd: string;
  env: Record<string, string>;
  log: string;
  /** Whether it can be used, given what it has logged since it was started. */
  isReady: (log: string) => Promise<boolean> | boolean;
  startsWithinMs: number;
};

export class Program {
  private guard: ChildProcess | null = null;
  private logStart = 0;

  constructor(private readonly plan: ProgramPlan) {}

  get isRunning(): boolean {
    return this.guard !== null && this.guard.exitCode === null && this.guard.signalCode === null;
  }

  /** What it logged since it was started last. */
  get log(): string {
    return existsSync(this.plan.log) ? readFileSync(this.plan.log).subarray(this.logStart).toString() : "";
  }

  /** Start it, and return when it can be used. */
  async start(): Promise<void> {
    this.launch();
    await this.untilReady();
  }

  launch(): void {
    const output = openSync(this.plan.log, "a");
    this.logStart = statSync(this.plan.log).size;
    this.guard = spawn(PYTHON, ["-P", GUARD, String(STOP_GRACE_S), ...this.plan.command], {
      cwd: this.plan.cwd,
      env: { ...process.env, ...this.plan.env, PYTHONUNBUFFERED: "1" },
      stdio: ["ignore", output, output],
    });
    closeSync(output);
  }

  async untilReady(): Promise<void> {
    const limit = Date.now() + this.plan.startsWithinMs;
    while (!(await this.plan.isReady(this.log))) {
      if (!this.isRunning)
        throw new Error(`${this.plan.name} ended at its start:\n${this.log.slice(-2_000)}`);
      if (Date.now() > limit) throw new Error(`${this.plan.name} is not ready:\n${this.log.slice(-2_000)}`);
      await pause(LOOK_EVERY_MS);
    }
  }

  async stop(): Promise<void> {
    if (!this.isRunning || !this.guard) return;
    const ended = new Promise((resolve) => this.guard?.once("exit", resolve));
    this.guard.kill("SIGTERM");
    await ended;
  }

  /** SIGKILL to it and to everything that it started: what a crash or an empty battery looks like. */
  async kill(): Promise<void> {
    if (!this.isRunning || !this.guard?.pid) return;
    const ended = new Promise((resolve) => this.guard?.once("exit", resolve));
    for (const process of this.processes) killProcess(process);
    await ended;
  }

  /** Process ids of the program and of all that it started. */
  get processes(): number[] {
    return this.guard?.pid ? descendantsOf(this.guard.pid) : [];
  }
}
