function autocompleteTrie(words, scores, keys) {
  const best = new Map([['', -1]]);
  for (let i = 0; i < words.length; i++) {
    for (let length = 0; length <= words[i].length; length++) {
      const prefix = words[i].slice(0, length);
      const known = best.get(prefix) ?? -1;
      if (known === -1 || scores[i] > scores[known]) {
        best.set(prefix, i);
      }
    }
  }
  let typed = '';
  const answers = [];
  for (const key of keys) {
    typed = key === '<' ? typed.slice(0, -1) : typed + key;
    answers.push(best.get(typed) ?? -1);
  }
  return answers;
}
