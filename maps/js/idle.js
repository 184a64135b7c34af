// Work that may wait: its steps run while the browser has nothing else to do, so that no frame of a drag waits for it.

const LEAST_MS = 3; // a further step is not begun with less than this left, nor with less than the longest of late took
const MOST_MS = 30;
const HALF_A_FRAME = 9;
const FADING = 0.9;
const PATIENCE = 300; // a browser that is never idle, as while something moves, is asked for one step so often
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

// Once nothing has asked for it for a while. One timer serves all who ask: a drag asks in each frame.
export function later(wait, work) {
  let timer = null;
  let due = 0;
  const ring = () => {
    const left = due - performance.now();
    timer = left > 0 ? window.setTimeout(ring, left) : null;
    if (!timer) work();
  };
  return () => {
    due = performance.now() + wait;
    if (!timer) timer = window.setTimeout(ring, wait);
  };
}

// One piece of work at a time, given as an iterator; a new one takes the place of the old. Work that is `modest` is not
// forced on a busy browser, and no step of it begins with less than half a frame left.
export function makeIdle() {
  let work = null;
  let asked = false;
  let modest = false;
  let cost = LEAST_MS;

  function ask() {
    if (asked) return;
    asked = true;
    whenIdle(run, modest ? 0 : PATIENCE);
  }
  // One step at least, however slow the last one was: where time is always short, the work goes on all the same.
  function run(deadline) {
    asked = false;
    const least = modest && window.requestIdleCallback ? HALF_A_FRAME : 0;
    if (deadline.timeRemaining() < least) {
      ask();
      return;
    }
    const most = window.requestIdleCallback ? MOST_MS : WITHOUT.slice - 1;
    do {
      const from = performance.now();
      if (work && work.next().done) work = null;
      cost = Math.min(most, Math.max(LEAST_MS, cost * FADING, performance.now() - from));
    } while (work && deadline.timeRemaining() > Math.max(cost, least));
    if (work) ask();
  }
  return {
    start: (steps, gently) => { work = steps; modest = Boolean(gently); ask(); },
    stop: () => { work = null; },
  };
}
