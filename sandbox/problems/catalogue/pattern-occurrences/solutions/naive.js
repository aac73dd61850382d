function patternOccurrences(melody, motif) {
  const answers = new Array(motif.length).fill(0);
  for (let place = 0; place < melody.length; place++) {
    const key = melody[place] - motif[0];
    let length = 1;
    while (
      length < motif.length &&
      place + length < melody.length &&
      melody[place + length] - motif[length] === key
    ) {
      length++;
    }
    answers[length - 1]++;
  }
  for (let length = motif.length - 2; length >= 0; length--) {
    answers[length] += answers[length + 1];
  }
  return answers;
}
