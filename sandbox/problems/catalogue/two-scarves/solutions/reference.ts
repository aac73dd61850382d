type Note = [rows: number, colour: string];

function twoScarves(left: string, right: string): number {
  // The colour of the end is the empty string.
  function notes(scarf: string): Note[] {
    const list = Array.from(scarf.matchAll(/([0-9]+)([a-z])/g), ([, rows, colour]): Note => [Number(rows), colour]);
    list.push([0, '']);
    return list;
  }

  const ours = notes(left);
  const theirs = notes(right);
  let row = 0;
  let i = 0;
  let j = 0;
  while (ours[i][1] === theirs[j][1]) {
    if (ours[i][1] === '') return -1;
    const both = Math.min(ours[i][0], theirs[j][0]);
    row += both;
    ours[i][0] -= both;
    theirs[j][0] -= both;
    if (ours[i][0] === 0) i++;
    if (theirs[j][0] === 0) j++;
  }
  return row;
}
