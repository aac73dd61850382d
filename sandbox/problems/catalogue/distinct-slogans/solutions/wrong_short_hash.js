function distinctSlogans(tape, shortest, longest) {
  const seen = new Set();
  for (let start = 0; start < tape.length; start++) {
    let hash = 0;
    for (let length = 1; length <= longest && start + length <= tape.length; length++) {
      hash = (hash * 31 + tape.charCodeAt(start + length - 1)) % 10007;
      if (length >= shortest) seen.add(hash);
    }
  }
  return seen.size;
}
