function boardingOrder(left: number[], right: number[]): string {
  const order: string[] = [];
  let i = 0;
  let j = 0;
  let fromLeft = false;
  while (i < left.length && j < right.length) {
    fromLeft = left[i] === right[j] ? !fromLeft : left[i] < right[j];
    if (fromLeft) i++;
    else j++;
    order.push(fromLeft ? 'L' : 'R');
  }
  return order.join('') + 'L'.repeat(left.length - i) + 'R'.repeat(right.length - j);
}
