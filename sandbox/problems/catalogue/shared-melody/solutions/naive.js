function sharedMelody(north, south) {
  function better(one, other) {
    if (one.length !== other.length) return one.length > other.length ? one : other;
    return one < other ? one : other;
  }

  function best(i, j) {
    if (i === north.length || j === south.length) return '';
    const skipped = better(best(i + 1, j), best(i, j + 1));
    return north[i] === south[j] ? better(skipped, north[i] + best(i + 1, j + 1)) : skipped;
  }

  return best(0, 0);
}
