function autocompleteTrie(words: string[], scores: number[], keys: string): number[] {
  // The best words go in first, so the word that makes a node is the one to suggest there.
  const order = words.map((_, i) => i);
  order.sort((a, b) => scores[b] - scores[a] || (words[a] < words[b] ? -1 : 1));

  // The child of a node along a letter, under the key 26 · node + letter.
  const next = new Map<number, number>();
  const step = (node: number, text: string, at: number): number => 26 * node + text.charCodeAt(at) - 97;
  const suggestion = [order[0]];
  for (const index of order) {
    const word = words[index];
    let node = 0;
    for (let i = 0; i < word.length; i++) {
      const edge = step(node, word, i);
      let following = next.get(edge);
      if (following === undefined) {
        following = suggestion.length;
        next.set(edge, following);
        suggestion.push(index);
      }
      node = following;
    }
  }

  const dead = -1;
  const path = [0];
  const answers: number[] = [];
  for (const key of keys) {
    if (key !== '<') {
      const node = path[path.length - 1];
      path.push(node === dead ? dead : (next.get(step(node, key, 0)) ?? dead));
    } else if (path.length > 1) {
      path.pop();
    }
    const node = path[path.length - 1];
    answers.push(node === dead ? -1 : suggestion[node]);
  }
  return answers;
}
