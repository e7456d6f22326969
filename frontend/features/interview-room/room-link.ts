/** The line to the interviewer in the room; null when this tab is not in a room with one. */
export type RoomLink = {
  /** "I'm done": false when the interviewer could not take it, so that the API must be asked instead. */
  done: (questionId: string) => Promise<boolean>;
  repeat: (questionId: string) => Promise<boolean>;
  /** Push-to-talk records: the room's microphone is closed, and the interviewer told to ignore it. */
  mute: (isMuted: boolean) => Promise<void>;
};

/** Beyond ~4 s a person presses Done again, so we ask the API instead. */
export const RPC_TIMEOUT_MS = 4_000;

export type PerformRpc = (request: {
  destinationIdentity: string;
  method: string;
  payload: string;
  responseTimeout: number;
}) => Promise<string>;

export function createRoomLink(
  performRpc: PerformRpc,
  interviewer: string,
  closeMicrophone: (isClosed: boolean) => Promise<void>,
): RoomLink {
  const ask = async (method: string, payload: object): Promise<boolean> => {
    try {
      const response = await performRpc({
        destinationIdentity: interviewer,
        method,
        payload: JSON.stringify(payload),
        responseTimeout: RPC_TIMEOUT_MS,
      });
      return isAccepted(response);
    } catch {
      return false;
    }
  };
  return {
    done: (questionId) => ask("hirecoach.done", { question_id: questionId }),
    repeat: (questionId) => ask("hirecoach.repeat", { question_id: questionId }),
    mute: async (isMuted) => {
      await Promise.all([closeMicrophone(isMuted), ask("hirecoach.mute", { muted: isMuted })]);
    },
  };
}

function isAccepted(response: string): boolean {
  try {
    return (JSON.parse(response) as { accepted?: unknown }).accepted === true;
  } catch {
    return false;
  }
}
