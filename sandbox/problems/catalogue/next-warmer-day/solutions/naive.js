function nextWarmerDay(warmth) {
  const n = warmth.length;
  const waits = [];
  for (let day = 0; day < n; day++) {
    let wait = 1;
    while (wait < n && warmth[(day + wait) % n] <= warmth[day]) wait++;
    waits.push(wait < n ? wait : 0);
  }
  return waits;
}
