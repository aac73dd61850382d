const lines = require('fs').readFileSync(0, 'utf8').split('\n');
const till = { 200: 0, 100: 0, 50: 0, 20: 0, 10: 0, 5: 0 };
let thrown = [];
for (let i = 1; i <= Number(lines[0]); i++) {
  const [word, number] = lines[i].split(' ');
  if (word === 'coin') {
    till[number]++;
    thrown.push(Number(number));
  } else if (word === 'cancel') {
    console.log(['back', ...thrown].join(' '));
    thrown = [];
  } else {
    let owed = thrown.reduce((sum, coin) => sum + coin, 0) - Number(number);
    if (owed < 0) {
      console.log(`missing ${-owed}`);
      continue;
    }
    const change = [];
    for (const kind of [200, 100, 50, 20, 10, 5]) {
      for (let left = till[kind]; left > 0 && owed >= kind; left--) {
        change.push(kind);
        owed -= kind;
      }
    }
    if (owed > 0) {
      console.log('no change');
      continue;
    }
    for (const coin of change) till[coin]--;
    thrown = [];
    console.log(['ticket', ...change].join(' '));
  }
}
