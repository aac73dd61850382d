function distinctSlogans(tape: string, shortest: number, longest: number): number {
  // A suffix automaton. A state stands for the pieces that end at the same places: those of one length each
  // between the length of its link, exclusive, and its own. State s goes on to onwards[26 * s + letter], or nowhere (0).
  const states = 2 * tape.length + 1;
  const length = new Int32Array(states);
  const link = new Int32Array(states).fill(-1);
  const onwards = new Int32Array(26 * states);
  let made = 1;
  let last = 0;
  for (let i = 0; i < tape.length; i++) {
    const letter = tape.charCodeAt(i) - 97;
    const added = made++;
    length[added] = length[last] + 1;
    link[added] = 0;
    let state = last;
    for (; state >= 0 && onwards[26 * state + letter] === 0; state = link[state]) onwards[26 * state + letter] = added;
    if (state >= 0) {
      const following = onwards[26 * state + letter];
      if (length[following] === length[state] + 1) {
        link[added] = following;
      } else {
        const copy = made++;
        length[copy] = length[state] + 1;
        link[copy] = link[following];
        onwards.copyWithin(26 * copy, 26 * following, 26 * following + 26);
        link[following] = copy;
        link[added] = copy;
        for (; state >= 0 && onwards[26 * state + letter] === following; state = link[state]) {
          onwards[26 * state + letter] = copy;
        }
      }
    }
    last = added;
  }

  let count = 0;
  for (let state = 1; state < made; state++) {
    count += Math.max(0, Math.min(length[state], longest) - Math.max(length[link[state]], shortest - 1));
  }
  return count;
}
