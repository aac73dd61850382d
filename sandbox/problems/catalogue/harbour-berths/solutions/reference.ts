type Entry = [key: number, value: number];

// A binary heap of [key, value] with the smallest key on top.
class Heap {
  readonly entries: Entry[] = [];

  push(entry: Entry): void {
    const { entries } = this;
    let place = entries.push(entry) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (entries[parent][0] <= entry[0]) break;
      entries[place] = entries[parent];
      place = parent;
    }
    entries[place] = entry;
  }

  pop(): Entry {
    const { entries } = this;
    const top = entries[0];
    const last = entries.pop()!;
    if (entries.length === 0) return top;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && entries[child + 1][0] < entries[child][0]) child++;
      if (entries[child][0] >= last[0]) break;
      entries[place] = entries[child];
      place = child;
    }
    entries[place] = last;
    return top;
  }
}

function harbourDues(prices: number[], boats: number[][]): number[] {
  // Berths of the same price are as good as each other, so prices stand for them.
  const free = new Heap();
  for (const price of prices) free.push([price, price]);
  const lying = new Heap();
  let paid = 0;
  let away = 0;
  for (const [arrival, departure] of boats) {
    while (lying.entries.length > 0 && lying.entries[0][0] <= arrival) {
      const [, price] = lying.pop();
      free.push([price, price]);
    }
    if (free.entries.length === 0) {
      away++;
      continue;
    }
    const [price] = free.pop();
    paid += price * (departure - arrival);
    lying.push([departure, price]);
  }
  return [paid, away];
}
