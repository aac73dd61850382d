const MODULUS = 1000000007;

function longestIncreasingTeams(heights: number[], loads: number[]): number[] {
  const count = heights.length;
  const packs = [...new Set(loads)].sort((a, b) => a - b);
  const rank = new Map(packs.map((load, i) => [load, i + 1]));
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);

  // A Fenwick tree over the packs: the longest rope in a node's range and the number of such ropes.
  const top = packs.length;
  const longest = new Array<number>(top + 1).fill(0);
  const number = new Array<number>(top + 1).fill(0);

  const look = (place: number, nobody: number): [best: number, ways: number] => {
    let best = 0;
    let ways = nobody;
    for (let node = place; node > 0; node &= node - 1) {
      if (longest[node] > best) {
        best = longest[node];
        ways = number[node];
      } else if (longest[node] === best && best > 0) {
        ways += number[node];
      }
    }
    return [best, ways % MODULUS];
  };

  for (let first = 0, next = 0; first < count; first = next) {
    // Climbers of one height all look before any of them is entered.
    const entries: [place: number, best: number, ways: number][] = [];
    while (next < count && heights[order[next]] === heights[order[first]]) {
      const place = rank.get(loads[order[next]])!;
      const [best, ways] = look(place - 1, 1);
      entries.push([place, best + 1, ways]);
      next++;
    }
    for (const [place, best, ways] of entries) {
      for (let node = place; node <= top; node += node & -node) {
        if (longest[node] < best) {
          longest[node] = best;
          number[node] = ways;
        } else if (longest[node] === best) {
          number[node] = (number[node] + ways) % MODULUS;
        }
      }
    }
  }
  return look(top, 0);
}
