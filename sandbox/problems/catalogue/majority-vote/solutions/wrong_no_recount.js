function electMayor(ballots) {
  let candidate = '';
  let lead = 0;
  for (const name of ballots) {
    if (lead === 0) candidate = name;
    lead += name === candidate ? 1 : -1;
  }
  return lead > 0 ? candidate : '';
}
