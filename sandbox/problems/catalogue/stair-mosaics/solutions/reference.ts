const MODULUS = 1000000007;

function stairMosaics(steps: number, colours: number[]): number {
  // At most 6 · 1000 · MODULUS before the remainder: exact in a double.
  const ways = [1];
  for (let covered = 1; covered <= steps; covered++) {
    let total = 0;
    for (let height = 1; height <= colours.length && height <= covered; height++) {
      total += colours[height - 1] * ways[covered - height];
    }
    ways.push(total % MODULUS);
  }
  return ways[steps];
}
