function oddOneOut(sent, received) {
  const before = [...sent].sort((a, b) => a - b);
  const after = [...received].sort((a, b) => a - b);
  for (let i = 0; i < before.length; i++) {
    if (before[i] !== after[i]) {
      return [before[i], after[i]];
    }
  }
  return [];
}
