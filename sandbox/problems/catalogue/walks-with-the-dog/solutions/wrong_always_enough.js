function walksWithTheDog(corners, paths, evenings) {
  const onwards = Array.from({ length: corners }, () => []);
  for (const [start, end, length] of paths) onwards[start].push([end, length]);

  const arrivals = new Array(corners).fill(0);
  const lengths = [];
  const walks = [[0, 0]];
  while (lengths.length < evenings) {
    let next = 0;
    for (let i = 1; i < walks.length; i++) {
      if (walks[i][0] < walks[next][0]) next = i;
    }
    const [[walked, corner]] = walks.splice(next, 1);
    if (arrivals[corner]++ >= evenings) continue;
    if (corner === corners - 1) lengths.push(walked);
    for (const [end, length] of onwards[corner]) walks.push([walked + length, end]);
  }
  return lengths;
}
