function driestStretch(depths) {
  const stack = [];
  let endingHere = 0;
  let total = 0;
  for (const depth of depths) {
    let stretches = 1;
    while (stack.length > 0 && stack[stack.length - 1][0] >= depth) {
      const [deeper, many] = stack.pop();
      endingHere -= deeper * many;
      stretches += many;
    }
    stack.push([depth, stretches]);
    endingHere += depth * stretches;
    total = (total + endingHere - depth) % 1000000007;
  }
  return total;
}
