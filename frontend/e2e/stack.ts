/** The real thing on free ports with a state of its own: media server, API, agent, and the built page. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { freePorts } from "./ports";
import { Program, PYTHON } from "./program";

const FRONTEND = path.dirname(__dirname);
const REPOSITORY = path.dirname(FRONTEND);
const BACKEND = path.join(REPOSITORY, "backend");
const LOOPBACK = "127.0.0.1";

/** Empty means not set: what a developer's own .env says must not change what is tested. */
const NOT_SET = [
  ...["DATABASE_URL", "REDIS_URL", "LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"],
  ...["OPENAI_API_KEY", "OPENAI_BASE_URL", "OIDC_ISSUER", "OIDC_AUDIENCE", "OIDC_AUTHORIZED_PARTIES"],
];

export type PartName = "media" | "api" | "agent" | "page";

type Ports = { api: number; page: number; signal: number; mediaUdp: number };

export class Stack {
  readonly parts: Record<PartName, Program>;
  readonly pageUrl: string;
  readonly apiUrl: string;
  /** Where the built page believes the API to be: written into it when it was built. */
  builtApiUrl = "";

  private constructor(
    private readonly ports: Ports,
    private readonly state: string,
  ) {
    this.pageUrl = `http://localhost:${ports.page}`;
    this.apiUrl = `http://${LOOPBACK}:${ports.api}`;
    this.parts = {
      media: this.program("media-server", [mediaServerProgram(), "--config", this.mediaConfig], {
        cwd: state,
        isReady: answersAt(`http://${LOOPBACK}:${ports.signal}/`),
      }),
      api: this.program("api", uvicorn(ports.api), {
        cwd: BACKEND,
        isReady: answersAt(`${this.apiUrl}/health/live`),
      }),
      agent: this.program("agent", [PYTHON, "interview_agent.py", "start"], {
        cwd: path.join(BACKEND, "livekit-voice-agent"),
        isReady: (log) => log.includes("registered worker"),
      }),
      page: this.program("page", [process.execPath, "scripts/start.mjs", "--port", String(ports.page)], {
        cwd: FRONTEND,
        isReady: answersAt(`http://${LOOPBACK}:${ports.page}/`),
      }),
    };
  }

  /** Starts API, page, and what else is named; throws with the log of the part that does not come up. */
  static async start(others: readonly ("media" | "agent")[]): Promise<Stack> {
    const { tcp, udp } = await freePorts(3, 1);
    const [api = 0, page = 0, signal = 0] = tcp;
    const ports = { api, page, signal, mediaUdp: udp[0] ?? 0 };
    const stack = new Stack(ports, mkdtempSync(path.join(tmpdir(), "hirecoach-journeys-")));
    try {
      if (others.length > 0) stack.configureMediaServer();
      if (others.includes("media")) await stack.startPart("media");
      await Promise.all(
        (["api", "page", ...others.filter((name) => name !== "media")] as const).map(stack.startPart),
      );
      stack.builtApiUrl = await apiUrlOf(`http://${LOOPBACK}:${page}/`);
    } catch (error) {
      await stack.stop();
      throw error;
    }
    return stack;
  }

  startPart = (name: PartName): Promise<void> => this.parts[name].start();

  stopPart = (name: PartName): Promise<void> => this.parts[name].stop();

  /** As a crash would: no goodbye. */
  killPart = (name: PartName): Promise<void> => this.parts[name].kill();

  /** What a browser must be told so that the page, as it was built, finds this API. */
  get browserArguments(): string[] {
    return [`--host-resolver-rules=MAP ${new URL(this.builtApiUrl).host} ${LOOPBACK}:${this.ports.api}`];
  }

  /** As if nobody had touched an interview for so long: half an hour is too long for a journey to wait. */
  ageSession(sessionId: string, minutes: number): void {
    const change = `import sqlite3, sys
database, session, minutes = sys.argv[1:]
with sqlite3.connect(database) as connection:
    connection.execute(
        "UPDATE interview_sessions SET updated_at = strftime('%Y-%m-%d %H:%M:%f000', updated_at, ?) WHERE id = ?",
        (f"-{minutes} minutes", session),
    )`;
    const database = path.join(this.state, "hirecoach.db");
    execFileSync(PYTHON, ["-c", change, database, sessionId, String(minutes)]);
  }

  async stop(): Promise<void> {
    await Promise.all(Object.values(this.parts).map((part) => part.stop()));
    rmSync(this.state, { recursive: true, force: true });
  }

  private get mediaConfig(): string {
    return path.join(this.state, "media-server-config.json");
  }

  private get settings(): Record<string, string> {
    return {
      ...Object.fromEntries(NOT_SET.map((name) => [name, ""])),
      HIRECOACH_STATE_DIR: this.state,
      HIRECOACH_API_URL: this.apiUrl,
      CORS_ORIGINS: this.pageUrl,
      IDENTITY: "open",
      VOICE: "embedded",
      EVALUATOR: "embedded",
      AGENT_NAME: "interviewer",
      HF_HUB_OFFLINE: "1",
      NEXT_TELEMETRY_DISABLED: "1",
    };
  }

  private program(
    name: string,
    command: [string, ...string[]],
    how: { cwd: string; isReady: (log: string) => Promise<boolean> | boolean },
  ): Program {
    const log = path.join(this.state, `${name}.log`);
    return new Program({ name, command, log, env: this.settings, startsWithinMs: 180_000, ...how });
  }

  private configureMediaServer(): void {
    const { signal, mediaUdp } = this.ports;
    const numbers = { port: signal, "udp-port": mediaUdp };
    const chosen = Object.entries(numbers).flatMap(([name, port]) => [`--${name}`, String(port)]);
    execFileSync(
      PYTHON,
      ["-m", "app.rooms.media_server", "--config", this.mediaConfig, ...chosen, "--api-url", this.apiUrl],
      { cwd: BACKEND, env: { ...process.env, ...this.settings }, stdio: "inherit" },
    );
  }
}

function uvicorn(port: number): [string, ...string[]] {
  const graceful = ["--timeout-graceful-shutdown", "3"];
  return [PYTHON, "-m", "uvicorn", "app.main:app", "--host", LOOPBACK, "--port", String(port), ...graceful];
}

/** $HIRECOACH_MEDIA_SERVER, else the pinned one that `make setup` built into the cache. */
function mediaServerProgram(): string {
  const named = process.env.HIRECOACH_MEDIA_SERVER;
  if (named) return named;
  const module = readFileSync(path.join(REPOSITORY, "tools/livekit-server/go.mod"), "utf8");
  const version = /livekit\/livekit-server (v\S+)/.exec(module)?.[1] ?? "";
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
  const program = path.join(cache, "hirecoach", `livekit-server-${version}`);
  if (!existsSync(program)) throw new Error("There is no media server yet: `make setup` builds it.");
  return program;
}

function answersAt(url: string): () => Promise<boolean> {
  return () =>
    fetch(url).then(
      (response) => response.ok,
      () => false,
    );
}

/** The page's own content security policy names its API, after 'self'. */
async function apiUrlOf(pageUrl: string): Promise<string> {
  const policy = (await fetch(pageUrl)).headers.get("content-security-policy") ?? "";
  const url = /connect-src 'self' (\S+)/.exec(policy)?.[1];
  if (!url) throw new Error("The page does not say where its API is.");
  return url;
}
