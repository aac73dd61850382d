function fallingBridges(islands, bridges, events) {
  const leaving = Array.from({ length: islands }, () => []);
  bridges.forEach(([a, b], number) => {
    leaving[a].push([b, number]);
    leaving[b].push([a, number]);
  });
  const fallen = new Array(bridges.length).fill(false);
  const copies = [];
  for (const [kind, which] of events) {
    if (kind === 0) {
      fallen[which] = true;
      continue;
    }
    const seen = new Array(islands).fill(false);
    seen[which] = true;
    const reached = [which];
    for (let i = 0; i < reached.length; i++) {
      for (const [other, number] of leaving[reached[i]]) {
        if (fallen[number] || seen[other]) continue;
        seen[other] = true;
        reached.push(other);
      }
    }
    copies.push(reached.length);
  }
  return copies;
}
