function taskOrder(tasks, before) {
  const waitsFor = new Array(tasks + 1).fill(0);
  const unlocks = Array.from({ length: tasks + 1 }, () => []);
  for (const [a, b] of before) {
    unlocks[a].push(b);
    waitsFor[b]++;
  }
  const order = [];
  const free = [];
  for (let task = tasks; task >= 1; task--) if (waitsFor[task] === 0) free.push(task);
  while (free.length > 0) {
    const task = free.pop();
    order.push(task);
    for (const later of unlocks[task]) {
      if (--waitsFor[later] > 0) continue;
      let i = free.length;
      while (i > 0 && free[i - 1] < later) i--;
      free.splice(i, 0, later);
    }
  }
  return order;
}
