function snailMeals(bed, walks) {
  return walks.map(([top, left, bottom, right, plants]) => {
    let row = top;
    let column = left;
    let down = 0;
    let across = 1;
    let leaves = 0;
    for (let step = 0; step < plants; step++) {
      leaves += bed[row][column];
      if (across === 1 && column === right) {
        top++;
        [down, across] = [1, 0];
      } else if (down === 1 && row === bottom) {
        right--;
        [down, across] = [0, -1];
      } else if (across === -1 && column === left) {
        bottom--;
        [down, across] = [-1, 0];
      } else if (down === -1 && row === top) {
        left++;
        [down, across] = [0, 1];
      }
      row += down;
      column += across;
    }
    return leaves;
  });
}
