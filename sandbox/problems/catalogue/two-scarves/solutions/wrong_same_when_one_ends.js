function twoScarves(left, right) {
  const notes = (scarf) => (scarf.match(/[0-9]+[a-z]/g) || []).map((note) => [parseInt(note, 10), note.at(-1)]);
  const ours = notes(left);
  const theirs = notes(right);
  let row = 0;
  let i = 0;
  let j = 0;
  while (i < ours.length && j < theirs.length) {
    if (ours[i][1] !== theirs[j][1]) return row;
    const both = Math.min(ours[i][0], theirs[j][0]);
    row += both;
    if ((ours[i][0] -= both) === 0) i++;
    if ((theirs[j][0] -= both) === 0) j++;
  }
  return -1;
}
