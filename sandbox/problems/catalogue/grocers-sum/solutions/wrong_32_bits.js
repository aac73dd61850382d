const lines = require('fs').readFileSync(0, 'utf8').split('\n');

const close = ({ total, sign, product }) => total + sign * product;

for (let i = 1; i <= Number(lines[0]); i++) {
  const outer = [];
  let part = { total: 0, sign: 1, product: 1 };
  for (const token of lines[i].match(/\d+|[-+*()]/g)) {
    if (token === '(') {
      outer.push(part);
      part = { total: 0, sign: 1, product: 1 };
    } else if (token === ')') {
      const value = close(part);
      part = outer.pop();
      part.product = Math.imul(part.product, value);
    } else if (token === '+' || token === '-') {
      part = { total: close(part), sign: token === '+' ? 1 : -1, product: 1 };
    } else if (token !== '*') {
      part.product = part.product === 1 ? Number(token) : Math.imul(part.product, Number(token));
    }
  }
  console.log(`${close(part)}`);
}
