function fewestExchanges(heights) {
  let falling = 0;
  let rising = 0;
  for (let i = 0; i < heights.length; i++) {
    for (let j = 0; j < i; j++) {
      if (heights[j] > heights[i]) rising++;
      else falling++;
    }
  }
  return Math.min(rising, falling);
}
