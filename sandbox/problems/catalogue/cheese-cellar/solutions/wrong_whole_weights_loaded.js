const counts = new Map();
const n = Number(readline());
for (let i = 0; i < n; i++) {
  const [kind, word] = readline().split(' ');
  const number = Number(word);
  if (kind === 'in') {
    counts.set(number, (counts.get(number) || 0) + 1);
    continue;
  }
  if (kind === 'out') {
    counts.set(number, counts.get(number) - 1);
    continue;
  }
  const weights = [...counts.keys()].filter((weight) => counts.get(weight) > 0).sort((a, b) => a - b);
  let answer = kind === 'below' ? 0 : -1;
  let before = 0;
  let load = 0;
  for (const weight of weights) {
    const count = counts.get(weight);
    if (kind === 'below' && weight < number) answer += count;
    if (before < number && number <= before + count) {
      if (kind === 'nth') answer = weight;
      if (kind === 'load') answer = before + count === number ? load + count * weight : load;
    }
    before += count;
    load += count * weight;
  }
  console.log(answer);
}
