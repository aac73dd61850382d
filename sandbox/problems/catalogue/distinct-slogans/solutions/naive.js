function distinctSlogans(tape, shortest, longest) {
  let count = 0;
  // same[j]: how far the tape agrees from the place of the last round on and from j on
  const same = new Array(tape.length + 1).fill(0);
  for (let start = tape.length - 1; start >= 0; start--) {
    // Counts a slogan at its last place: the pieces from here on that come again later are left out.
    let again = 0;
    for (let later = start + 1; later < tape.length; later++) {
      same[later] = tape[start] === tape[later] ? same[later + 1] + 1 : 0;
      again = Math.max(again, same[later]);
    }
    count += Math.max(0, Math.min(tape.length - start, longest) - Math.max(again, shortest - 1));
  }
  return count;
}
