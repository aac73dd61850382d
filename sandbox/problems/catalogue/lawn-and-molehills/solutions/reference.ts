// Squares as one number: no walk gets so far that two of them are the same.
const ROW = 1000000;

function mownSquares(program: string, rounds: number, molehills: number[][]): number {
  const blocked = new Set(molehills.map(([x, y]) => x + y * ROW));
  // The steps to the north, east, south and west.
  const steps = [ROW, 1, -ROW, -1];
  let square = 0;
  let looks = 0;
  const mown = new Set([square]);
  for (let round = 0; round < rounds; round++) {
    for (const letter of program) {
      if (letter === 'L') {
        looks = (looks + 3) % 4;
      } else if (letter === 'R' || blocked.has(square + steps[looks])) {
        looks = (looks + 1) % 4;
      } else {
        square += steps[looks];
        mown.add(square);
      }
    }
  }
  return mown.size;
}
