function fallingBridges(islands: number, bridges: number[][], events: number[][]): number[] {
  const parent = Int32Array.from({ length: islands }, (_, i) => i);
  const size = new Int32Array(islands).fill(1);

  function find(i: number): number {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  function build(bridge: number[]): void {
    let a = find(bridge[0]);
    let b = find(bridge[1]);
    if (a === b) return;
    if (size[a] < size[b]) [a, b] = [b, a];
    parent[b] = a;
    size[a] += size[b];
  }

  const firstFall = new Int32Array(bridges.length).fill(-1);
  events.forEach(([kind, which], time) => {
    if (kind === 0 && firstFall[which] < 0) firstFall[which] = time;
  });
  bridges.forEach((bridge, number) => {
    if (firstFall[number] < 0) build(bridge);
  });
  const copies: number[] = [];
  for (let time = events.length - 1; time >= 0; time--) {
    const [kind, which] = events[time];
    if (kind === 1) {
      copies.push(size[find(which)]);
    } else if (firstFall[which] === time) {
      build(bridges[which]);
    }
  }
  return copies.reverse();
}
