import { expect, test, vi } from "vitest";
import { claimMedia } from "./media-claim";

/** Web Locks as far as one exclusive lock, stealing and giving up waiting go; shared by the "tabs". */
function createLocks() {
  let holder: { lose: () => void } | null = null;
  const queue: (() => void)[] = [];
  const next = () => {
    holder = null;
    queue.shift()?.();
  };
  const request = (_name: string, options: LockOptions, hold: () => Promise<void>) =>
    new Promise<void>((resolve, reject) => {
      const take = () => {
        let isMine = true;
        holder = {
          lose: () => {
            isMine = false;
            reject(new DOMException("stolen", "AbortError"));
          },
        };
        void hold().then(() => {
          if (!isMine) return;
          resolve();
          next();
        });
      };
      if (options.steal) {
        holder?.lose();
        return take();
      }
      if (!holder) return take();
      queue.push(take);
      options.signal?.addEventListener("abort", () => {
        queue.splice(queue.indexOf(take), 1);
        reject(new DOMException("gave up", "TimeoutError"));
      });
    });
  return { request } as unknown as LockManager;
}

test("one tab holds the media; a second one is refused", async () => {
  const locks = createLocks();
  const onTaken = vi.fn();
  expect(await claimMedia("s1", { steal: false, onTaken, locks })).not.toBeNull();
  expect(await claimMedia("s1", { steal: false, onTaken, locks, graceMs: 10 })).toBeNull();
  expect(onTaken).not.toHaveBeenCalled();
});

test("a tab that goes away leaves the media to the next one", async () => {
  const locks = createLocks();
  const first = await claimMedia("s1", { steal: false, onTaken: vi.fn(), locks });
  const second = claimMedia("s1", { steal: false, onTaken: vi.fn(), locks, graceMs: 1_000 });
  first?.release();
  expect(await second).not.toBeNull();
});

test("moving the media here tells the tab that had them, once", async () => {
  const locks = createLocks();
  const onTaken = vi.fn();
  await claimMedia("s1", { steal: false, onTaken, locks });
  expect(await claimMedia("s1", { steal: true, onTaken: vi.fn(), locks })).not.toBeNull();
  await vi.waitFor(() => expect(onTaken).toHaveBeenCalledTimes(1));
});

test("a browser without locks is let in", async () => {
  expect(await claimMedia("s1", { steal: false, onTaken: vi.fn(), locks: undefined })).not.toBeNull();
});
