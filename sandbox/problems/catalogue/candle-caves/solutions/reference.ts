function countCandles(foundFrom: number[], orders: number[][]): number[] {
  const size = foundFrom.length;
  const depth = new Int32Array(size);
  const deeper = new Int32Array(size).fill(1);
  for (let c = 1; c < size; c++) depth[c] = depth[foundFrom[c]] + 1;
  for (let c = size - 1; c > 0; c--) deeper[foundFrom[c]] += deeper[c];
  // A chamber and all that is deeper stand side by side in the tour: first[c] to first[c] + deeper[c] - 1.
  const first = new Int32Array(size);
  const taken = new Int32Array(size).fill(1);
  for (let c = 1; c < size; c++) {
    const before = foundFrom[c];
    first[c] = first[before] + taken[before];
    taken[before] += deeper[c];
  }

  // jumps[k][c]: the chamber 2^k steps nearer to the entrance.
  const jumps = [Int32Array.from(foundFrom, (before) => Math.max(before, 0))];
  for (let k = 1; 1 << k < size; k++) jumps.push(jumps[k - 1].map((c) => jumps[k - 1][c]));

  const meeting = (a: number, b: number): number => {
    if (depth[a] < depth[b]) [a, b] = [b, a];
    for (let k = 0, steps = depth[a] - depth[b]; steps > 0; k++, steps >>= 1) {
      if (steps & 1) a = jumps[k][a];
    }
    if (a === b) return a;
    for (let k = jumps.length - 1; k >= 0; k--) {
      if (jumps[k][a] !== jumps[k][b]) {
        a = jumps[k][a];
        b = jumps[k][b];
      }
    }
    return jumps[0][a];
  };

  // On the way from the entrance to a chamber below c, an order for c with x candles leaves x in each chamber from c on:
  // x times the depth, less x times the depth above c. Both factors are kept in Fenwick trees over the tour.
  const rates = new Float64Array(size + 1);
  const bases = new Float64Array(size + 1);
  const put = (tour: number, rate: number, base: number): void => {
    for (let place = tour + 1; place <= size; place += place & -place) {
      rates[place] += rate;
      bases[place] += base;
    }
  };
  // The candles on the way from the entrance, and those in the chamber itself.
  const until = (chamber: number): [way: number, there: number] => {
    let rate = 0;
    let base = 0;
    for (let place = first[chamber] + 1; place > 0; place &= place - 1) {
      rate += rates[place];
      base += bases[place];
    }
    return [rate * depth[chamber] + base, rate];
  };

  const answers: number[] = [];
  for (const [kind, a, b] of orders) {
    if (kind === 0) {
      const base = b * (1 - depth[a]);
      put(first[a], b, base);
      put(first[a] + deeper[a], -b, -base);
    } else {
      const [common, there] = until(meeting(a, b));
      answers.push(until(a)[0] + until(b)[0] - 2 * common + there);
    }
  }
  return answers;
}
