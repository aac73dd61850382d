function boardingOrder(left, right) {
  const order = [];
  let i = 0;
  let j = 0;
  let next = 'L';
  while (i < left.length && j < right.length) {
    let side = left[i] < right[j] ? 'L' : 'R';
    if (left[i] === right[j]) {
      side = next;
      next = side === 'L' ? 'R' : 'L';
    }
    if (side === 'L') i++;
    else j++;
    order.push(side);
  }
  return order.join('') + 'L'.repeat(left.length - i) + 'R'.repeat(right.length - j);
}
