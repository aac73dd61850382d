function patternOccurrences(melody: number[], motif: number[]): number[] {
  // In steps between neighbours, a tune is the same in every key.
  const size = motif.length - 1;
  const steps = [];
  for (let i = 0; i < size; i++) steps.push(motif[i + 1] - motif[i]);

  // Knuth-Morris-Pratt: border[k] is the longest proper beginning of the first k steps that also ends them.
  const border = [-1];
  for (let k = 1, b = -1; k <= size; k++) {
    while (b >= 0 && steps[b] !== steps[k - 1]) b = border[b];
    b++;
    border.push(b);
  }

  // ending[k]: places where the first k steps are the longest beginning that ends there.
  const ending = new Array<number>(size + 1).fill(0);
  ending[0] = 1;
  let k = 0;
  for (let i = 1; i < melody.length; i++) {
    const step = melody[i] - melody[i - 1];
    while (k >= 0 && (k === size || steps[k] !== step)) k = border[k];
    k++;
    ending[k]++;
  }

  // Whatever ends with a beginning also ends with the border of it.
  for (let k = size; k > 0; k--) ending[border[k]] += ending[k];
  return ending;
}
