function fallingBridges(islands, bridges, events) {
  const parent = Array.from({ length: islands }, (_, i) => i);
  const size = new Array(islands).fill(1);
  const find = (i) => {
    while (parent[i] !== i) i = parent[i];
    return i;
  };
  const build = ([from, to]) => {
    let a = find(from);
    let b = find(to);
    if (a === b) return;
    if (size[a] < size[b]) [a, b] = [b, a];
    parent[b] = a;
    size[a] += size[b];
  };
  const name = ([a, b]) => (a < b ? `${a}-${b}` : `${b}-${a}`);

  const firstFall = new Map();
  events.forEach(([kind, which], time) => {
    if (kind === 0 && !firstFall.has(name(bridges[which]))) firstFall.set(name(bridges[which]), time);
  });
  for (const bridge of bridges) if (!firstFall.has(name(bridge))) build(bridge);
  const copies = [];
  for (let time = events.length - 1; time >= 0; time--) {
    const [kind, which] = events[time];
    if (kind === 1) copies.push(size[find(which)]);
    else if (firstFall.get(name(bridges[which])) === time) build(bridges[which]);
  }
  return copies.reverse();
}
