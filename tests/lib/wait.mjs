// Waiting for something to become true: bounded, generous, and never itself an assertion about time.
export const PATIENCE = 60_000;

// Without `ref` it keeps no process alive that has nothing else to do.
export function sleep(ms, { ref = true } = {}) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    if (!ref) timer.unref();
  });
}

// Calls `probe` until it gives something truthy, and gives that; a probe that throws is not there yet.
export async function eventually(what, probe, patience = PATIENCE) {
  const end = Date.now() + patience;
  let last;
  do {
    try {
      const found = await probe();
      if (found) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await sleep(50);
  } while (Date.now() < end);
  throw new Error(`${what}: not within ${patience / 1000} s${last ? `; last: ${last.message}` : ''}`);
}
