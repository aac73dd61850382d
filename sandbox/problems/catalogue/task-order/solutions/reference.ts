function push(heap: number[], value: number): void {
  let i = heap.length;
  heap.push(value);
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (heap[parent] <= value) break;
    heap[i] = heap[parent];
    i = parent;
  }
  heap[i] = value;
}

function pop(heap: number[]): number {
  const top = heap[0];
  const value = heap.pop()!;
  const size = heap.length;
  if (size === 0) return top;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= size) break;
    if (child + 1 < size && heap[child + 1] < heap[child]) child++;
    if (heap[child] >= value) break;
    heap[i] = heap[child];
    i = child;
  }
  heap[i] = value;
  return top;
}

function taskOrder(tasks: number, before: number[][]): number[] {
  const waitsFor = new Int32Array(tasks + 1);
  const unlocks = Array.from({ length: tasks + 1 }, (): number[] => []);
  for (const [a, b] of before) {
    unlocks[a].push(b);
    waitsFor[b]++;
  }
  const free: number[] = [];
  for (let task = 1; task <= tasks; task++) {
    if (waitsFor[task] === 0) push(free, task);
  }
  const order: number[] = [];
  while (free.length > 0) {
    const task = pop(free);
    order.push(task);
    for (const later of unlocks[task]) {
      if (--waitsFor[later] === 0) push(free, later);
    }
  }
  return order.length === tasks ? order : [];
}
