/**
 * One tab holds camera, microphone and the place in the room: two would hear each other.
 *
 * A Web Lock is the claim. It ends with its tab, however that ends, so a crash leaves nothing
 * behind; "Move here" steals it, and the former holder is told.
 */

export type MediaClaim = { release: () => void };

/** A page that is being reloaded keeps its lock for a moment: wait that long before saying "elsewhere". */
const GRACE_MS = 1_500;

type Locks = Pick<LockManager, "request">;

/**
 * Claim the media of a session. Null when another tab has them and `steal` is false.
 * `onTaken` is called once when another tab steals the claim.
 */
export function claimMedia(
  sessionId: string,
  options: { steal: boolean; onTaken: () => void; locks?: Locks | undefined; graceMs?: number },
): Promise<MediaClaim | null> {
  const locks = options.locks ?? (typeof navigator === "undefined" ? undefined : navigator.locks);
  // Without Web Locks (insecure origin, old browser) the media server still ends the older connection.
  if (!locks) return Promise.resolve({ release: () => {} });

  return new Promise((resolve) => {
    let release = () => {};
    const held = new Promise<void>((end) => {
      release = end;
    });
    let isHeld = false;
    const hold = () => {
      isHeld = true;
      resolve({ release });
      return held;
    };
    const name = `hirecoach.media.${sessionId}`;
    const request = options.steal
      ? locks.request(name, { steal: true }, hold)
      : locks.request(name, { signal: AbortSignal.timeout(options.graceMs ?? GRACE_MS) }, hold);
    request.catch(() => (isHeld ? options.onTaken() : resolve(null)));
  });
}
