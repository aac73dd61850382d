function electMayor(ballots: string[]): string {
  let candidate = '';
  let lead = 0;
  for (const name of ballots) {
    if (lead === 0) candidate = name;
    lead += name === candidate ? 1 : -1;
  }
  let slips = 0;
  for (const name of ballots) {
    if (name === candidate) slips++;
  }
  return 2 * slips > ballots.length ? candidate : '';
}
