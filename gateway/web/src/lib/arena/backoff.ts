/** The longest first wait, in milliseconds. */
export const BACKOFF_BASE_MS = 500;
/** The longest wait at all, in milliseconds. */
export const BACKOFF_CAP_MS = 15_000;

/**
 * How long to wait before attempt `attempt` (counted from 0), in milliseconds: exponential with full jitter, so that
 * clients that were cut off together do not come back together.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.min(attempt, 20));
  return Math.floor(random() * ceiling);
}
