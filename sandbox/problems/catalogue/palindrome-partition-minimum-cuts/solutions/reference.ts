function cheapestCuts(beads: string, prices: number[]): number {
  const n = beads.length;
  const paid = [0, ...new Array<number>(n).fill(Infinity)];
  const cut = [...prices, 0];
  const grow = (left: number, right: number): void => {
    while (left >= 0 && right < n && beads[left] === beads[right]) {
      const total = paid[left] + cut[right];
      if (total < paid[right + 1]) paid[right + 1] = total;
      left--;
      right++;
    }
  };
  for (let middle = 0; middle < n; middle++) {
    grow(middle, middle);
    grow(middle, middle + 1);
  }
  return paid[n];
}
