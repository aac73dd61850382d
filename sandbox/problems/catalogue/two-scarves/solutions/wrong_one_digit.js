function twoScarves(left, right) {
  const notes = (scarf) => [...(scarf.match(/[0-9][a-z]/g) || []).map((note) => [Number(note[0]), note[1]]), [0, '']];
  const ours = notes(left);
  const theirs = notes(right);
  let row = 0;
  while (ours[0][1] === theirs[0][1]) {
    if (ours[0][1] === '') return -1;
    const both = Math.min(ours[0][0], theirs[0][0]);
    row += both;
    for (const scarf of [ours, theirs]) {
      scarf[0][0] -= both;
      if (scarf[0][0] <= 0) scarf.shift();
    }
  }
  return row;
}
