function patternOccurrences(melody, motif) {
  const steps = (notes) => notes.slice(1).map((note, i) => note - notes[i]);
  const text = steps(motif).concat([1000], steps(melody), [2000]);
  const size = motif.length - 1;
  const reach = new Array(text.length).fill(0);
  const answers = new Array(motif.length).fill(0);
  let left = 0;
  let right = 0;
  for (let i = 1; i < text.length - 1; i++) {
    let length = i < right ? Math.min(reach[i - left], right - i) : 0;
    while (text[length] === text[i + length]) length++;
    if (i + length > right) {
      left = i;
      right = i + length;
    }
    reach[i] = length;
    if (i > size) answers[length]++;
  }
  for (let length = size - 1; length >= 0; length--) answers[length] += answers[length + 1];
  return answers;
}
