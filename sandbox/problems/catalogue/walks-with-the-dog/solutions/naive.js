function walksWithTheDog(corners, paths, evenings) {
  const into = Array.from({ length: corners }, () => []);
  for (const [start, end, length] of paths) into[end].push([start, length]);

  const walks = Array.from({ length: corners }, () => []);
  for (let changed = true; changed; ) {
    changed = false;
    for (let corner = 0; corner < corners; corner++) {
      let found = corner === 0 ? [0] : [];
      for (const [start, length] of into[corner]) {
        for (const walked of walks[start]) found.push(walked + length);
      }
      found = found.sort((a, b) => a - b).slice(0, evenings);
      if (found.join() !== walks[corner].join()) {
        walks[corner] = found;
        changed = true;
      }
    }
  }
  return walks[corners - 1];
}
