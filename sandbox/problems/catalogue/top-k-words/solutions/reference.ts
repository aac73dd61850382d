import { readFileSync } from 'fs';

type Entry = [wishes: number, song: string];

const messages = readFileSync(0, 'utf8').split('\n');
const wishes = new Map<string, number>();

// A binary heap of [wishes, song]; an entry is valid while it says how many wishes stand.
const heap: Entry[] = [];
const leads = (a: Entry, b: Entry): boolean => a[0] > b[0] || (a[0] === b[0] && a[1] < b[1]);

function push(entry: Entry): void {
  let place = heap.push(entry) - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!leads(entry, heap[parent])) break;
    heap[place] = heap[parent];
    place = parent;
  }
  heap[place] = entry;
}

function pop() {
  const top = heap[0];
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && leads(heap[child + 1], heap[child])) child++;
    if (!leads(heap[child], last)) break;
    heap[place] = heap[child];
    place = child;
  }
  heap[place] = last;
  return top;
}

const lines: string[] = [];
for (let i = 1; i <= Number(messages[0]); i++) {
  const word = messages[i].slice(2);
  if (messages[i][0] === '?') {
    const leading: Entry[] = [];
    while (heap.length > 0 && leading.length < Number(word)) {
      const entry = pop();
      // Two equal entries may both be valid, but they come out together.
      const again = leading.length > 0 && leading[leading.length - 1][1] === entry[1];
      if (wishes.get(entry[1]) === entry[0] && !again) leading.push(entry);
    }
    leading.forEach(push);
    lines.push(leading.map((entry) => entry[1]).join(' ') || 'silence');
    continue;
  }
  const count = (wishes.get(word) || 0) + (messages[i][0] === '+' ? 1 : -1);
  wishes.set(word, count);
  if (count > 0) push([count, word]);
}
console.log(lines.join('\n'));
