function double(n: number): number {
  while (true as boolean) n += 1;
  return n;
}
