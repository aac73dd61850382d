function walksWithTheDog(corners: number, paths: number[][], evenings: number): number[] {
  const onwards = Array.from({ length: corners }, (): [end: number, length: number][] => []);
  for (const [start, end, length] of paths) onwards[start].push([end, length]);

  // A heap of numbers: a walk is its length times `corners` plus the corner where it ends.
  const heap: number[] = [];

  function push(walk: number): void {
    let at = heap.length;
    heap.push(walk);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (heap[above] <= walk) break;
      heap[at] = heap[above];
      at = above;
    }
    heap[at] = walk;
  }

  function pop(): number {
    const first = heap[0];
    const last = heap.pop()!;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && heap[below + 1] < heap[below]) below++;
      if (heap[below] >= last) break;
      heap[at] = heap[below];
      at = below;
    }
    if (heap.length > 0) heap[at] = last;
    return first;
  }

  // The walks to a corner that the shortest ones to the tavern go on from are among the shortest to that
  // corner: more than `evenings` of them are never needed.
  const arrivals = new Array<number>(corners).fill(0);
  const lengths: number[] = [];
  push(0);
  while (heap.length > 0 && lengths.length < evenings) {
    const walk = pop();
    const corner = walk % corners;
    const walked = (walk - corner) / corners;
    if (arrivals[corner] === evenings) continue;
    arrivals[corner]++;
    if (corner === corners - 1) lengths.push(walked);
    for (const [end, length] of onwards[corner]) {
      if (arrivals[end] < evenings) push((walked + length) * corners + end);
    }
  }
  return lengths;
}
