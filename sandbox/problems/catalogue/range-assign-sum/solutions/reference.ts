function rangeAssignSum(length: number, orders: number[][]): number[] {
  let size = 1;
  while (size < length) size *= 2;
  const total = new Float64Array(2 * size);
  // An order that covers a whole node and waits there: the level at its first post, and the slope.
  const waiting = new Uint8Array(2 * size);
  const levels = new Float64Array(2 * size);
  const slopes = new Float64Array(2 * size);

  const ramp = (count: number, level: number, slope: number): number =>
    count * level + ((count * (count - 1)) / 2) * slope;

  const settle = (node: number, count: number, level: number, slope: number): void => {
    waiting[node] = 1;
    levels[node] = level;
    slopes[node] = slope;
    total[node] = ramp(count, level, slope);
  };

  // Grades the posts left..right (right excluded) within a node; level is that of post left.
  const grade = (
    node: number,
    first: number,
    count: number,
    left: number,
    right: number,
    level: number,
    slope: number,
  ): void => {
    if (left === first && right === first + count) {
      settle(node, count, level, slope);
      return;
    }
    const half = count / 2;
    const middle = first + half;
    const child = 2 * node;
    if (waiting[node]) {
      waiting[node] = 0;
      settle(child, half, levels[node], slopes[node]);
      settle(child + 1, half, levels[node] + half * slopes[node], slopes[node]);
    }
    if (left < middle) {
      grade(child, first, half, left, Math.min(right, middle), level, slope);
    }
    if (right > middle) {
      const start = Math.max(left, middle);
      grade(child + 1, middle, half, start, right, level + (start - left) * slope, slope);
    }
    total[node] = total[child] + total[child + 1];
  };

  const survey = (node: number, first: number, count: number, left: number, right: number): number => {
    if (left === first && right === first + count) return total[node];
    if (waiting[node]) {
      return ramp(right - left, levels[node] + (left - first) * slopes[node], slopes[node]);
    }
    const half = count / 2;
    const middle = first + half;
    let sum = 0;
    if (left < middle) sum += survey(2 * node, first, half, left, Math.min(right, middle));
    if (right > middle) sum += survey(2 * node + 1, middle, half, Math.max(left, middle), right);
    return sum;
  };

  const answers: number[] = [];
  for (const [left, right, level, slope] of orders) {
    if (level === undefined) answers.push(survey(1, 0, size, left - 1, right));
    else grade(1, 0, size, left - 1, right, level, slope);
  }
  return answers;
}
