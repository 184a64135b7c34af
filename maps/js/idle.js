// Work that may wait: its steps run while the browser has nothing else to do, so that no frame of a drag waits for it.

const LEAST_MS = 3; // a step is not begun with less than this left, nor with less than the longest of late took
const MOST_MS = 30;
const FADING = 0.9;
const WITHOUT = { wait: 60, slice: 8 }; // milliseconds, where the browser cannot say when it is idle

export function whenIdle(work, timeout) {
  if (window.requestIdleCallback) {
    window.requestIdleCallback(work, timeout ? { timeout } : undefined);
    return;
  }
  window.setTimeout(() => {
    const end = performance.now() + WITHOUT.slice;
    work({ didTimeout: false, timeRemaining: () => Math.max(0, end - performance.now()) });
  }, WITHOUT.wait);
}

// One piece of work at a time, given as an iterator; a new one takes the place of the old.
export function makeIdle() {
  let work = null;
  let asked = false;
  let cost = LEAST_MS;

  function ask() {
    if (asked) return;
    asked = true;
    whenIdle(run);
  }
  function run(deadline) {
    asked = false;
    while (work && deadline.timeRemaining() > cost) {
      const from = performance.now();
      if (work.next().done) work = null;
      cost = Math.min(MOST_MS, Math.max(LEAST_MS, cost * FADING, performance.now() - from));
    }
    if (work) ask();
  }
  return {
    start: (steps) => { work = steps; ask(); },
    stop: () => { work = null; },
  };
}
