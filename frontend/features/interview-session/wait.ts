/** A pause that can be cut short ("Try now") or called off (the page is left). */
export type Pause = {
  wait: (milliseconds: number) => Promise<boolean>;
  cutShort: () => void;
  callOff: () => void;
};

export function createPause(): Pause {
  let end: ((goOn: boolean) => void) | null = null;
  let isCalledOff = false;
  return {
    wait: (milliseconds) =>
      new Promise((resolve) => {
        if (isCalledOff) return resolve(false);
        const timer = setTimeout(() => end?.(true), milliseconds);
        end = (goOn) => {
          clearTimeout(timer);
          end = null;
          resolve(goOn);
        };
      }),
    cutShort: () => end?.(true),
    callOff: () => {
      isCalledOff = true;
      end?.(false);
    },
  };
}
