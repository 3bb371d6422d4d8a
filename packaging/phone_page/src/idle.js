// A tablet that many use forgets what was left on it. It warns first; any touch goes on.

const WARN = 150000;
const WIPE = 180000;
const LOOK = 1000;
const SIGNS = ["touchstart", "mousedown", "keydown", "input"];

/**
 * Watches for somebody's hand from now on.
 * @param {() => boolean} isTouched whether there is anything to forget
 * @param {(warned: boolean) => void} warn says that it will soon be wiped, or takes that back
 * @param {() => void} wipe
 */
export function forgetWhenIdle(isTouched, warn, wipe) {
  let last = Date.now();
  let warned = false;

  function tell(soon) {
    if (soon !== warned) warn(soon);
    warned = soon;
  }

  function awake() {
    last = Date.now();
    tell(false);
  }

  for (const sign of SIGNS) addEventListener(sign, awake, { capture: true, passive: true });
  setInterval(() => {
    const idle = Date.now() - last;
    if (!isTouched()) awake();
    else if (idle >= WIPE) {
      awake();
      wipe();
    } else tell(idle >= WARN);
  }, LOOK);
}
