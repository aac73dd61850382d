function rangeAssignSum(length, orders) {
  // Every ramp begins at post 1, where a grade begins, or just behind the end of one.
  const places = new Set([1]);
  for (const order of orders) {
    if (order.length === 4) places.add(order[0]).add(order[1] + 1);
  }
  const rank = new Map([...places].sort((a, b) => a - b).map((place, i) => [place, i + 1]));
  const top = rank.size;
  // A Fenwick tree over the places: the sum of the ramp that begins there.
  const tree = new Array(top + 1).fill(0);

  const add = (place, amount) => {
    for (let node = rank.get(place); node <= top; node += node & -node) tree[node] += amount;
  };
  const ramp = (count, level, slope) => count * level + ((count * (count - 1)) / 2) * slope;

  // The ramps as they lie side by side; the last entry is a mark behind the road.
  const starts = [1, length + 1];
  const shapes = [[0, 0], [0, 0]];

  // The first ramp that begins at the post or behind it.
  const find = (post) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] < post) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const sumUpTo = (post) => {
    const i = find(post + 1) - 1;
    let total = ramp(post - starts[i] + 1, shapes[i][0], shapes[i][1]);
    for (let node = rank.get(starts[i]) - 1; node > 0; node &= node - 1) total += tree[node];
    return total;
  };

  // Makes a ramp begin at the post; returns its place in the row.
  const cut = (post) => {
    const i = find(post);
    if (starts[i] !== post) {
      const start = starts[i - 1];
      const [level, slope] = shapes[i - 1];
      const beyond = level + (post - start) * slope;
      const moved = ramp(starts[i] - post, beyond, slope);
      add(start, -moved);
      add(post, moved);
      starts.splice(i, 0, post);
      shapes.splice(i, 0, [beyond, slope]);
    }
    return i;
  };

  const answers = [];
  for (const [left, right, level, slope] of orders) {
    if (level === undefined) {
      answers.push(sumUpTo(right) - (left > 1 ? sumUpTo(left - 1) : 0));
      continue;
    }
    const first = cut(left);
    const last = cut(right + 1);
    for (let i = first; i < last; i++) {
      add(starts[i], -ramp(starts[i + 1] - starts[i], shapes[i][0], shapes[i][1]));
    }
    add(left, ramp(right + 1 - left, level, slope));
    starts.splice(first, last - first, left);
    shapes.splice(first, last - first, [level, slope]);
  }
  return answers;
}
