function nextWarmerDay(warmth: number[]): number[] {
  const n = warmth.length;
  const waits = new Array<number>(n).fill(0);
  const waiting: number[] = [];
  for (let i = 0; i < 2 * n; i++) {
    const value = warmth[i % n];
    while (waiting.length > 0 && warmth[waiting[waiting.length - 1]] < value) {
      const earlier = waiting.pop()!;
      waits[earlier] = i - earlier;
    }
    if (i < n) waiting.push(i);
  }
  return waits;
}
