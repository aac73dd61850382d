function firstLockers(taken, groups) {
  // The free stretches that are longer than all before them: a group goes to the first that is long enough.
  const begins = [];
  const lengths = [];
  let longest = 0;
  let begin = 1;
  for (const locker of Float64Array.from(taken).sort()) {
    if (locker - begin + 1 > longest) {
      longest = locker - begin + 1;
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
