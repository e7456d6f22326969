/** Processes of this machine, as Linux tells of them. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** SIGKILL; one that has ended by itself is fine, too. */
export function killProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export function descendantsOf(pid: number): number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap(descendantsOf)];
}

/** Of these processes, those that hold a UDP socket: sound and picture go through one. */
export function withUdpSocket(pids: readonly number[]): number[] {
  const sockets = new Set(
    ["udp", "udp6"].flatMap((table) =>
      readFileSync(`/proc/net/${table}`, "utf8")
        .split("\n")
        .slice(1)
        .map((line) => `socket:[${line.trim().split(/\s+/)[9] ?? ""}]`),
    ),
  );
  return pids.filter((pid) => openFilesOf(pid).some((file) => sockets.has(file)));
}

function childrenOf(pid: number): number[] {
  try {
    // Each thread lists the children that it started itself.
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function openFilesOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((descriptor) => linkOf(`/proc/${pid}/fd/${descriptor}`));
  } catch {
    return [];
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return "";
  }
}
