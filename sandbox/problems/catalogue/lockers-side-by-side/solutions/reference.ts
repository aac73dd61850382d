function firstLockers(taken: number[], groups: number[]): number[] {
  // The free stretches that are longer than all before them: a group goes to the first that is long enough.
  const begins: number[] = [];
  const lengths: number[] = [];
  let longest = 0;
  let begin = 1;
  for (const locker of Float64Array.from(taken).sort()) {
    if (locker - begin > longest) {
      longest = locker - begin;
      begins.push(begin);
      lengths.push(longest);
    }
    begin = locker + 1;
  }
  begins.push(begin);

  return groups.map((group) => {
    let low = 0;
    let high = lengths.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lengths[middle] < group) low = middle + 1;
      else high = middle;
    }
    return begins[low];
  });
}
