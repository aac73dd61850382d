function distinctSlogans(tape, shortest, longest) {
  const states = [{ length: 0, link: -1, onwards: new Map() }];
  let last = 0;
  for (const letter of tape) {
    const added = states.length;
    states.push({ length: states[last].length + 1, link: 0, onwards: new Map() });
    let state = last;
    while (state >= 0 && !states[state].onwards.has(letter)) {
      states[state].onwards.set(letter, added);
      state = states[state].link;
    }
    if (state >= 0) states[added].link = states[state].onwards.get(letter);
    last = added;
  }
  let count = 0;
  for (const { length, link } of states.slice(1)) {
    count += Math.max(0, Math.min(length, longest) - Math.max(states[link].length, shortest - 1));
  }
  return count;
}
