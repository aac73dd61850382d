function islandFences(chart: string[]): number {
  const width = chart[0].length + 2;
  const land = new Uint8Array(width * (chart.length + 2));
  chart.forEach((line, y) => {
    for (let x = 0; x < line.length; x++) {
      if (line[x] === '#') land[(y + 1) * width + x + 1] = 1;
    }
  });
  const steps = [-width, -1, 1, width];
  const seen = new Uint8Array(land.length);
  let bestSize = 0;
  let bestPanels = 0;
  for (let start = 0; start < land.length; start++) {
    if (!land[start] || seen[start]) continue;
    seen[start] = 1;
    const island = [start];
    let panels = 0;
    for (let i = 0; i < island.length; i++) {
      for (const step of steps) {
        const side = island[i] + step;
        if (!land[side]) {
          panels++;
        } else if (!seen[side]) {
          seen[side] = 1;
          island.push(side);
        }
      }
    }
    if (island.length > bestSize || (island.length === bestSize && panels > bestPanels)) {
      bestSize = island.length;
      bestPanels = panels;
    }
  }
  return bestPanels;
}
