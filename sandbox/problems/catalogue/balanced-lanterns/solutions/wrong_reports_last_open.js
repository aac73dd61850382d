function balancedLanterns(rope) {
  const partner = { ')': '(', ']': '[', '}': '{' };
  const waiting = [];
  for (let i = 0; i < rope.length; i++) {
    const hook = rope[i];
    if (hook === '-') continue;
    if (partner[hook]) {
      if (waiting.length === 0 || rope[waiting[waiting.length - 1]] !== partner[hook]) return i;
      waiting.pop();
    } else {
      waiting.push(i);
    }
  }
  return waiting.length > 0 ? waiting[waiting.length - 1] : -1;
}
