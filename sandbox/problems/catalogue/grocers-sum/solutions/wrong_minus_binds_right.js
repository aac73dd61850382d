const lines = require('fs').readFileSync(0, 'utf8').split('\n');
for (let i = 1; i <= Number(lines[0]); i++) {
  const tokens = lines[i].match(/\d+|[-+*()]/g);
  let at = 0;
  const factor = () => {
    if (tokens[at] !== '(') return Number(tokens[at++]);
    at++;
    const inner = sum();
    at++;
    return inner;
  };
  const product = () => {
    let value = factor();
    while (tokens[at] === '*') {
      at++;
      value *= factor();
    }
    return value;
  };
  const sum = () => {
    const left = product();
    if (tokens[at] !== '+' && tokens[at] !== '-') return left;
    return tokens[at++] === '+' ? left + sum() : left - sum();
  };
  console.log(`${sum()}`);
}
