import { readFileSync } from 'fs';

const lines = readFileSync(0, 'utf8').split('\n');
const [r, c] = lines[0].split(' ').map(Number);

// A wall around the plan; places are numbered row by row.
const width = c + 2;
const plan = [
  '#'.repeat(width),
  ...lines.slice(1, r + 1).map((row) => `#${row}#`),
  '#'.repeat(width),
].join('');
const bit = (letters: string, place: string): number => (letters.includes(place) ? 1 << letters.indexOf(place) : 0);
const keyOf = Array.from(plan, (place) => bit('abcdef', place));
const lockOf = Array.from(plan, (place) => bit('ABCDEF', place));

function fewestSteps(start: number, end: number): number {
  // A state is a place and the set of keys, as place * 64 + keys.
  const seen = new Uint8Array(plan.length * 64);
  seen[start * 64] = 1;
  let layer = [start * 64];
  for (let steps = 1; layer.length > 0; steps++) {
    const following: number[] = [];
    for (const state of layer) {
      const place = state >> 6;
      const keys = state & 63;
      for (const near of [place - width, place - 1, place + 1, place + width]) {
        if (plan[near] === '#' || lockOf[near] & ~keys) continue;
        if (near === end) return steps;
        const next = (near << 6) | keys | keyOf[near];
        if (seen[next]) continue;
        seen[next] = 1;
        following.push(next);
      }
    }
    layer = following;
  }
  return -1;
}

console.log(fewestSteps(plan.indexOf('W'), plan.indexOf('X')));
