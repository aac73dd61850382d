function balancedLanterns(rope: string): number {
  const partner: Readonly<Record<string, string | undefined>> = { ')': '(', ']': '[', '}': '{' };
  const waiting: number[] = [];
  for (let i = 0; i < rope.length; i++) {
    const hook = rope[i];
    if (hook === '-') continue;
    const opening = partner[hook];
    if (opening === undefined) {
      waiting.push(i);
    } else {
      if (waiting.length === 0 || rope[waiting[waiting.length - 1]] !== opening) return i;
      waiting.pop();
    }
  }
  return waiting.length > 0 ? waiting[0] : -1;
}
