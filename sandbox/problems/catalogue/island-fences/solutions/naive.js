function islandFences(chart) {
  const height = chart.length;
  const width = chart[0].length;

  function explore(start) {
    const seen = new Set([start]);
    const stack = [start];
    let panels = 0;
    while (stack.length > 0) {
      const field = stack.pop();
      const y = Math.floor(field / width);
      const x = field % width;
      for (const [ny, nx] of [[y - 1, x], [y, x - 1], [y, x + 1], [y + 1, x]]) {
        const side = ny * width + nx;
        if (ny < 0 || nx < 0 || ny >= height || nx >= width || chart[ny][nx] === '.') {
          panels++;
        } else if (!seen.has(side)) {
          seen.add(side);
          stack.push(side);
        }
      }
    }
    return [seen.size, panels];
  }

  let best = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (chart[y][x] === '.') continue;
      const [size, panels] = explore(y * width + x);
      if (size > best[0] || (size === best[0] && panels > best[1])) best = [size, panels];
    }
  }
  return best[1];
}
