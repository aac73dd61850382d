function taskOrder(tasks, before) {
  const waitsFor = new Array(tasks + 1).fill(0);
  const unlocks = Array.from({ length: tasks + 1 }, () => []);
  for (const [a, b] of before) {
    unlocks[a].push(b);
    waitsFor[b]++;
  }
  const done = new Array(tasks + 1).fill(false);
  const order = [];
  while (order.length < tasks) {
    let task = 1;
    while (task <= tasks && (done[task] || waitsFor[task] > 0)) task++;
    if (task > tasks) return [];
    done[task] = true;
    order.push(task);
    for (const later of unlocks[task]) waitsFor[later]--;
  }
  return order;
}
