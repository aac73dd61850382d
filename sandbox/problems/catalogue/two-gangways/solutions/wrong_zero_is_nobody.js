function boardingOrder(left, right) {
  let order = '';
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const a = left[i] || Infinity;
    const b = right[j] || Infinity;
    const fromLeft = a === b ? !order.endsWith('L') : a < b;
    if (fromLeft) i++;
    else j++;
    order += fromLeft ? 'L' : 'R';
  }
  return order;
}
