function autocompleteTrie(words, scores, keys) {
  let typed = '';
  const answers = [];
  for (const key of keys) {
    typed = key === '<' ? typed.slice(0, -1) : typed + key;
    let best = -1;
    for (let i = 0; i < words.length; i++) {
      if (!words[i].startsWith(typed)) continue;
      if (
        best === -1 ||
        scores[i] > scores[best] ||
        (scores[i] === scores[best] && words[i] < words[best])
      ) {
        best = i;
      }
    }
    answers.push(best);
  }
  return answers;
}
