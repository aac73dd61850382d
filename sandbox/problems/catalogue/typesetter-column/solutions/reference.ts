import { readFileSync } from 'fs';

const input = readFileSync(0, 'utf8');
const [widthText, , ...words] = input.trim().split(/\s+/);
const width = Number(widthText);
const count = words.length;

function stretched(line: string[]): string {
  const gaps = line.length - 1;
  if (gaps === 0) return line[0];
  const spaces = line.reduce((left, word) => left - word.length, width);
  const wider = spaces % gaps;
  const even = ' '.repeat(Math.floor(spaces / gaps));
  let text = line[0];
  for (let i = 1; i <= gaps; i++) text += (i <= wider ? `${even} ` : even) + line[i];
  return text;
}

// The least cost of a column that begins with a word, and where its second line begins.
const best: number[] = new Array(count + 1).fill(0);
const until: number[] = new Array(count).fill(0);
for (let start = count - 1; start >= 0; start--) {
  best[start] = Infinity;
  let slack = width + 1;
  for (let end = start; end < count; end++) {
    slack -= words[end].length + 1;
    if (slack < 0) break;
    const cost = end + 1 === count ? 0 : slack * slack + best[end + 1];
    // With equal cost the longer line wins.
    if (cost <= best[start]) {
      best[start] = cost;
      until[start] = end + 1;
    }
  }
}

const lines: string[] = [];
let start = 0;
for (; until[start] < count; start = until[start]) lines.push(stretched(words.slice(start, until[start])));
lines.push(words.slice(start).join(' '));
console.log(lines.join('\n'));
