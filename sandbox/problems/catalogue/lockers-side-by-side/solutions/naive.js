function firstLockers(taken, groups) {
  const row = [...taken].sort((a, b) => a - b);
  return groups.map((group) => {
    let begin = 1;
    for (const locker of row) {
      if (locker - begin >= group) break;
      begin = locker + 1;
    }
    return begin;
  });
}
