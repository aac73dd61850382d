const MODULUS = 1000000007;

function stairMosaics(steps, colours) {
  const ways = [1];
  for (let covered = 1; covered <= steps; covered++) {
    let total = 0;
    for (let height = 1; height <= colours.length; height++) {
      total += colours[height - 1] * (ways[covered - height] ?? 1);
    }
    ways.push(total % MODULUS);
  }
  return ways[steps];
}
