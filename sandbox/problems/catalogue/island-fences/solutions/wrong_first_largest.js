function islandFences(chart) {
  const at = (y, x) => (chart[y] && chart[y][x]) || '.';
  const seen = new Set();
  let best = [0, 0];
  for (let y = 0; y < chart.length; y++) {
    for (let x = 0; x < chart[y].length; x++) {
      if (at(y, x) === '.' || seen.has(y * 1000 + x)) continue;
      seen.add(y * 1000 + x);
      const stack = [[y, x]];
      let size = 0;
      let panels = 0;
      while (stack.length > 0) {
        const [cy, cx] = stack.pop();
        size++;
        for (const [ny, nx] of [[cy + 1, cx], [cy - 1, cx], [cy, cx + 1], [cy, cx - 1]]) {
          if (at(ny, nx) === '.') {
            panels++;
          } else if (!seen.has(ny * 1000 + nx)) {
            seen.add(ny * 1000 + nx);
            stack.push([ny, nx]);
          }
        }
      }
      if (size > best[0]) best = [size, panels];
    }
  }
  return best[1];
}
