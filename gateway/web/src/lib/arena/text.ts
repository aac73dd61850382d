import type { OneEdit } from "./protocol.gen";

/** `text` after `edits`, one after the other; positions beyond the end are the end. */
export function applyEdits(text: string, edits: readonly OneEdit[]): string {
  let result = text;
  for (const { from, to, insert } of edits) {
    result = result.slice(0, from) + insert + result.slice(Math.max(from, to));
  }
  return result;
}

/** The one replacement that makes `after` of `before`; null if they are the same. Surrogate pairs stay whole. */
export function difference(before: string, after: string): { from: number; to: number; insert: string } | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  if (head > 0 && isHighSurrogate(before, head - 1)) head--;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  if (tail > 0 && isLowSurrogate(before, before.length - tail)) tail--;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
