function driestStretch(depths) {
  const count = depths.length;
  const left = new Array(count);
  const right = new Array(count).fill(count);
  const stack = [];
  for (let i = 0; i < count; i++) {
    while (stack.length > 0 && depths[stack[stack.length - 1]] >= depths[i]) right[stack.pop()] = i;
    left[i] = stack.length > 0 ? stack[stack.length - 1] : -1;
    stack.push(i);
  }
  let total = 0;
  for (let i = 0; i < count; i++) {
    total = (total + depths[i] * (i - left[i]) * (right[i] - i)) % 1000000007;
  }
  return total;
}
