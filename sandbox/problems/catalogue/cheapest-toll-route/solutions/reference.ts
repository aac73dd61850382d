class Heap {
  private readonly keys: number[] = [];
  private readonly values: number[] = [];

  push(key: number, value: number): void {
    const { keys, values } = this;
    let i = keys.length;
    keys.push(key);
    values.push(value);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (keys[parent] <= key) break;
      keys[i] = keys[parent];
      values[i] = values[parent];
      i = parent;
    }
    keys[i] = key;
    values[i] = value;
  }

  pop(): [key: number, value: number] {
    const { keys, values } = this;
    const top: [number, number] = [keys[0], values[0]];
    const key = keys.pop()!;
    const value = values.pop()!;
    const size = keys.length;
    if (size > 0) {
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= size) break;
        if (child + 1 < size && keys[child + 1] < keys[child]) child++;
        if (keys[child] >= key) break;
        keys[i] = keys[child];
        values[i] = values[child];
        i = child;
      }
      keys[i] = key;
      values[i] = value;
    }
    return top;
  }

  get size(): number {
    return this.keys.length;
  }
}

function cheapestRoute(towns: number, roads: number[][], vouchers: number): number {
  const leaving = Array.from({ length: towns }, (): number[] => []);
  for (const [start, end, toll] of roads) leaving[start].push(end, toll);
  // A state is town * (vouchers + 1) + vouchers used.
  const layers = vouchers + 1;
  const cost = new Array<number>(towns * layers).fill(Infinity);
  cost[0] = 0;
  const heap = new Heap();
  heap.push(0, 0);

  function reach(state: number, paid: number): void {
    if (paid < cost[state]) {
      cost[state] = paid;
      heap.push(paid, state);
    }
  }

  while (heap.size > 0) {
    const [paid, state] = heap.pop();
    if (paid > cost[state]) continue;
    const used = state % layers;
    const town = (state - used) / layers;
    if (town === towns - 1) return paid;
    const roadsHere = leaving[town];
    for (let i = 0; i < roadsHere.length; i += 2) {
      const to = roadsHere[i] * layers + used;
      const toll = roadsHere[i + 1];
      reach(to, paid + toll);
      if (used < vouchers) reach(to + 1, paid + (toll >> 1));
    }
  }
  return -1;
}
