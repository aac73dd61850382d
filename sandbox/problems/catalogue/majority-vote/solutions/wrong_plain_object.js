function electMayor(ballots) {
  const slips = {};
  for (const name of ballots) {
    slips[name] = (slips[name] || 0) + 1;
    if (slips[name] * 2 > ballots.length) return name;
  }
  return '';
}
