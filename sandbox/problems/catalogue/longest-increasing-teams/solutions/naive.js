const MODULUS = 1000000007;

function longestIncreasingTeams(heights, loads) {
  const climbers = heights.map((height, i) => [height, loads[i]]);
  climbers.sort((a, b) => a[0] - b[0]);
  const best = new Array(climbers.length).fill(1);
  const ways = new Array(climbers.length).fill(1);
  let longest = 0;
  for (let i = 0; i < climbers.length; i++) {
    for (let j = 0; j < i; j++) {
      if (climbers[j][0] < climbers[i][0] && climbers[j][1] < climbers[i][1]) {
        if (best[j] + 1 > best[i]) {
          best[i] = best[j] + 1;
          ways[i] = ways[j];
        } else if (best[j] + 1 === best[i]) {
          ways[i] = (ways[i] + ways[j]) % MODULUS;
        }
      }
    }
    longest = Math.max(longest, best[i]);
  }
  let total = 0;
  for (let i = 0; i < climbers.length; i++) {
    if (best[i] === longest) total = (total + ways[i]) % MODULUS;
  }
  return [longest, total];
}
