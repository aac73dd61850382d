function islandFences(chart) {
  const seen = chart.map((line) => new Array(line.length).fill(false));
  let best = [0, 0];
  for (let y = 0; y < chart.length; y++) {
    for (let x = 0; x < chart[y].length; x++) {
      if (chart[y][x] !== '#' || seen[y][x]) continue;
      seen[y][x] = true;
      const queue = [[y, x]];
      let panels = 0;
      for (let i = 0; i < queue.length; i++) {
        const [cy, cx] = queue[i];
        for (const [dy, dx] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
          const ny = cy + dy;
          const nx = cx + dx;
          if (ny < 0 || nx < 0 || ny >= chart.length || nx >= chart[0].length) continue;
          if (chart[ny][nx] === '.') {
            panels++;
          } else if (!seen[ny][nx]) {
            seen[ny][nx] = true;
            queue.push([ny, nx]);
          }
        }
      }
      if (queue.length > best[0] || (queue.length === best[0] && panels > best[1])) best = [queue.length, panels];
    }
  }
  return best[1];
}
