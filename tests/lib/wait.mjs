// Waiting for something to become true: bounded, generous, and never itself an assertion about time.
export const PATIENCE = 60_000;

export function sleep(ms) {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
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
