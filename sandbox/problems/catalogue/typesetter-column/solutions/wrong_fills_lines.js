const [widthText, , ...words] = require('fs').readFileSync(0, 'utf8').trim().split(/\s+/);
const width = Number(widthText);
const column = [[]];
let used = -1;
for (const word of words) {
  if (used + 1 + word.length > width) {
    column.push([]);
    used = -1;
  }
  column[column.length - 1].push(word);
  used += 1 + word.length;
}
column.forEach((line, number) => {
  const gaps = line.length - 1;
  if (gaps === 0 || number === column.length - 1) {
    console.log(line.join(' '));
    return;
  }
  const spaces = line.reduce((left, word) => left - word.length, width);
  let text = line[0];
  for (let i = 1; i <= gaps; i++) {
    text += ' '.repeat(Math.floor(spaces / gaps) + (i <= spaces % gaps ? 1 : 0)) + line[i];
  }
  console.log(text);
});
